// libxml2's headers, for the C target CXMLPickle only: in Swift they clash with Foundation's.
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
