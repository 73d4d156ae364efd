#ifndef CBAREXML_H
#define CBAREXML_H

#include <stddef.h>
#include <stdint.h>

// Parses a document with libxml2's SAX2 interface and handlers that do nothing: what every reader
// over libxml2 takes at least. Answers whether the document is well formed.
int bare_xml_parse(const uint8_t *bytes, size_t length);

#endif
