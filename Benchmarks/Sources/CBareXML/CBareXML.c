#include "CBareXML.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

static void start_element(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
    const xmlChar **namespaces, int attribute_count, int defaulted_count, const xmlChar **attributes) {
  (void)context, (void)name, (void)prefix, (void)uri, (void)namespace_count, (void)namespaces;
  (void)attribute_count, (void)defaulted_count, (void)attributes;
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)context, (void)name, (void)prefix, (void)uri;
}

static void characters(void *context, const xmlChar *start, int length) {
  (void)context, (void)start, (void)length;
}

int bare_xml_parse(const uint8_t *bytes, size_t length) {
  xmlSAXHandler handler;
  memset(&handler, 0, sizeof handler);
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = start_element;
  handler.endElementNs = end_element;
  handler.characters = characters;
  handler.ignorableWhitespace = characters;
  xmlParserCtxtPtr context = xmlCreateMemoryParserCtxt((const char *)bytes, (int)length);
  if (context == NULL) return 0;
  xmlSAXHandler *own = context->sax;
  context->sax = &handler;
  // Without HUGE libxml2 refuses long texts.
  xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_HUGE);
  xmlParseDocument(context);
  int is_well_formed = context->wellFormed;
  context->sax = own;
  if (context->myDoc != NULL) xmlFreeDoc(context->myDoc);
  context->myDoc = NULL;
  xmlFreeParserCtxt(context);
  return is_well_formed;
}
