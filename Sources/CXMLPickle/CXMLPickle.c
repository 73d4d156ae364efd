#include "CXMLPickle.h"
#include "Names.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if LIBXML_VERSION >= 21200
typedef const xmlError *cxp_error;
#else
typedef xmlErrorPtr cxp_error;
#endif

// libxml2 compares each attribute of a tag with each other, and looks namespaces up one by one.
// These bound both: far above what either dialect has, far below what takes time.
enum { most_attributes = 64, most_namespaces = 16 };

struct cxp_reader {
  const uint8_t *bytes;
  size_t length;
  // How many bytes libxml2 has taken.
  size_t taken;
  cxp_handlers handlers;
  xmlParserCtxtPtr context;
  int outcome;
  int wants_text;
  // Whether the innermost open element may hold nothing.
  int holds_nothing;
  int has_root;
  // Where the reading ended, once `outcome` is set.
  size_t end_offset;
  char message[160];
};

static size_t current_offset(const cxp_reader *reader) {
  const xmlParserCtxtPtr context = reader->context;
  if (context == NULL || context->input == NULL) return 0;
  xmlParserInputPtr input = context->input;
  if (input->buf != NULL && input->buf->encoder != NULL) {
    // Converted text: libxml2 counts back over what it holds, a few thousand bytes.
    long consumed = xmlByteConsumed(context);
    return consumed < 0 ? reader->taken : (size_t)consumed;
  }
  size_t offset = (size_t)input->consumed + (size_t)(input->cur - input->base);
  return offset < reader->length ? offset : reader->length;
}

size_t cxp_offset(const cxp_reader *reader) {
  return reader->outcome == CXP_DONE ? current_offset(reader) : reader->end_offset;
}

size_t cxp_offset_of(const cxp_reader *reader, cxp_text text) {
  if (reader->outcome != CXP_DONE || text.start == NULL || reader->context->input == NULL) return SIZE_MAX;
  xmlParserInputPtr input = reader->context->input;
  if (input->buf == NULL || input->buf->encoder != NULL) return SIZE_MAX;
  if (text.start < input->base || text.start > input->end) return SIZE_MAX;
  return (size_t)input->consumed + (size_t)(text.start - input->base);
}

// Whether the reader has come to the document's last byte.
static int is_at_end(const cxp_reader *reader) {
  const xmlParserInputPtr input = reader->context == NULL ? NULL : reader->context->input;
  return reader->taken == reader->length && (input == NULL || input->cur >= input->end);
}

// Once all bytes are taken, libxml2 asks for more before each piece of markup, which takes a third of the
// time of a short document. What is converted goes through the same call: it asks on.
static void stop_asking(const cxp_reader *reader) {
  const xmlParserInputPtr input = reader->context->input;
  if (input != NULL && input->buf != NULL && input->buf->encoder == NULL) input->buf->readcallback = NULL;
}

static void end_reading(cxp_reader *reader, int outcome) {
  if (reader->outcome != CXP_DONE) return;
  reader->end_offset = current_offset(reader);
  reader->outcome = outcome;
  xmlStopParser(reader->context);
}

static void obey(cxp_reader *reader, int answer) {
  if (answer == CXP_STOP) {
    end_reading(reader, CXP_STOPPED);
  } else {
    reader->wants_text = answer == CXP_WANT_TEXT;
    reader->holds_nothing = answer == CXP_HOLDS_NOTHING;
  }
}

static cxp_text text_of(const xmlChar *string) {
  cxp_text text = {string, string == NULL ? 0 : strlen((const char *)string)};
  return text;
}

// MARK: Elements

static void start_element(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
    const xmlChar **namespaces, int attribute_count, int defaulted_count, const xmlChar **attributes) {
  (void)uri, (void)namespaces, (void)namespace_count, (void)defaulted_count;
  cxp_reader *reader = context;
  if (reader->outcome != CXP_DONE) return;
  reader->has_root = 1;
  if (reader->taken == reader->length) {
    // libxml2 reports a tag before it has seen its end.
    if (is_at_end(reader)) {
      end_reading(reader, CXP_TRUNCATED);
      return;
    }
    stop_asking(reader);
  }
  if (attribute_count > most_attributes || reader->context->nsNr > 2 * most_namespaces) {
    end_reading(reader, CXP_TOO_MANY);
    return;
  }
  cxp_element element;
  element.spelled = prefix == NULL ? name : NULL;
  element.name = prefix == NULL ? element_named((const char *)name) : CXP_OTHER_ELEMENT;
  element.present = 0;
  element.room = 0;
  element.type = CXP_TYPE_ABSENT;
  element.is_misplaced = reader->holds_nothing;
  for (int index = 0; index < attribute_count; index++) {
    // Five pointers an attribute: name, prefix, namespace, start and end of the value.
    const xmlChar **attribute = attributes + 5 * index;
    int known = attribute[1] == NULL ? attribute_named((const char *)attribute[0]) : -1;
    if (known < 0) continue;
    element.present |= 1u << known;
    element.attributes[known].start = attribute[3];
    element.attributes[known].length = (size_t)(attribute[4] - attribute[3]);
    if (known == CXP_TYPE) element.type = type_named(attribute[3], element.attributes[known].length);
  }
  obey(reader, reader->handlers.start(reader->handlers.context, &element));
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)name, (void)prefix, (void)uri;
  cxp_reader *reader = context;
  if (reader->outcome != CXP_DONE) return;
  if (reader->holds_nothing) {
    reader->holds_nothing = 0;
  } else {
    obey(reader, reader->handlers.end(reader->handlers.context));
  }
}

static void characters(void *context, const xmlChar *start, int length) {
  cxp_reader *reader = context;
  if (reader->outcome != CXP_DONE || !reader->wants_text || length <= 0) return;
  obey(reader, reader->handlers.text(reader->handlers.context, start, (size_t)length));
}

// MARK: What a document type may declare

static void declare(cxp_reader *reader, int kind, const xmlChar *name, const xmlChar *identifier) {
  if (reader->outcome != CXP_DONE) return;
  int answer =
      reader->handlers.declaration(reader->handlers.context, kind, text_of(name), text_of(identifier));
  if (answer != CXP_STOP) return;
  reader->end_offset = current_offset(reader);
  reader->outcome = CXP_STOPPED;
  // A reference stands in the middle of a value: there the parser comes to its end by itself.
  if (kind != CXP_ENTITY_REFERENCE) xmlStopParser(reader->context);
}

static void internal_subset(
    void *context, const xmlChar *name, const xmlChar *public_identifier, const xmlChar *identifier) {
  (void)public_identifier;
  cxp_reader *reader = context;
  // Within a subset libxml2's own limits hold as well: the recursion of content models above all.
  reader->context->options &= ~XML_PARSE_HUGE;
  declare(reader, CXP_DOCTYPE, name, identifier);
}

// Called after the internal subset, where an external one would be loaded. None is.
static void external_subset(
    void *context, const xmlChar *name, const xmlChar *public_identifier, const xmlChar *identifier) {
  (void)name, (void)public_identifier, (void)identifier;
  cxp_reader *reader = context;
  reader->context->options |= XML_PARSE_HUGE;
}

static void entity_declaration(
    void *context, const xmlChar *name, int type, const xmlChar *public_identifier,
    const xmlChar *identifier, xmlChar *content) {
  (void)public_identifier, (void)content;
  int is_internal = type == XML_INTERNAL_GENERAL_ENTITY || type == XML_INTERNAL_PARAMETER_ENTITY;
  declare(context, is_internal ? CXP_INTERNAL_ENTITY : CXP_EXTERNAL_ENTITY, name, identifier);
}

static void unparsed_entity_declaration(
    void *context, const xmlChar *name, const xmlChar *public_identifier, const xmlChar *identifier,
    const xmlChar *notation) {
  (void)public_identifier, (void)notation;
  declare(context, CXP_EXTERNAL_ENTITY, name, identifier);
}

static void notation_declaration(
    void *context, const xmlChar *name, const xmlChar *public_identifier, const xmlChar *identifier) {
  (void)public_identifier;
  declare(context, CXP_OTHER_DECLARATION, name, identifier);
}

static void element_declaration(void *context, const xmlChar *name, int type, xmlElementContentPtr content) {
  (void)type, (void)content;
  declare(context, CXP_OTHER_DECLARATION, name, NULL);
}

static void attribute_declaration(
    void *context, const xmlChar *element, const xmlChar *name, int type, int default_kind,
    const xmlChar *default_value, xmlEnumerationPtr tree) {
  (void)name, (void)type, (void)default_kind, (void)default_value;
  xmlFreeEnumeration(tree);
  declare(context, CXP_OTHER_DECLARATION, element, NULL);
}

static xmlEntityPtr get_entity(void *context, const xmlChar *name) {
  xmlEntityPtr predefined = xmlGetPredefinedEntity(name);
  if (predefined == NULL) declare(context, CXP_ENTITY_REFERENCE, name, NULL);
  return predefined;
}

static xmlEntityPtr get_parameter_entity(void *context, const xmlChar *name) {
  declare(context, CXP_ENTITY_REFERENCE, name, NULL);
  return NULL;
}

static void reference(void *context, const xmlChar *name) {
  declare(context, CXP_ENTITY_REFERENCE, name, NULL);
}

// MARK: Errors

// Whether an error is due to what is missing after the last byte.
static int is_of_missing_end(const cxp_reader *reader, int code) {
  switch (code) {
    case XML_ERR_TAG_NAME_MISMATCH:
    case XML_ERR_ATTRIBUTE_REDEFINED:
      return 0;
    case XML_ERR_DOCUMENT_EMPTY:
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_ENCODING:
    case XML_ERR_UNKNOWN_ENCODING:
    case XML_ERR_UNSUPPORTED_ENCODING:
    case XML_ERR_LT_IN_ATTRIBUTE:
      return is_at_end(reader);
    default:
      if (code >= XML_NS_ERR_XML_NAMESPACE) return 0;
      // Within markup that does not end libxml2 may complain of an earlier byte.
      if (reader->taken < reader->length) return 0;
      return memchr(reader->bytes + reader->end_offset, '>', reader->length - reader->end_offset) == NULL;
  }
}

static void take_error(void *context, cxp_error error) {
  cxp_reader *reader = context;
  if (reader == NULL || error == NULL || error->level < XML_ERR_ERROR) return;
  if (reader->outcome != CXP_DONE) return;
  reader->end_offset = current_offset(reader);
  if (error->code == XML_ERR_NO_MEMORY) {
    reader->outcome = CXP_NO_MEMORY;
  } else if (error->code == XML_ERR_DOCUMENT_END && reader->has_root) {
    reader->outcome = CXP_TRAILING;
  } else {
    reader->outcome = is_of_missing_end(reader, error->code) ? CXP_TRUNCATED : CXP_MALFORMED;
  }
  snprintf(reader->message, sizeof reader->message, "%s", error->message == NULL ? "" : error->message);
  reader->message[strcspn(reader->message, "\r\n")] = 0;
}

// MARK: Reading

// Hands libxml2 the document piece by piece, and looks on the way at what only the parser's own
// state tells: how many attributes a tag has whose end has not come yet.
static int take_bytes(void *context, char *buffer, int length) {
  cxp_reader *reader = context;
  const xmlParserCtxtPtr parser = reader->context;
  if (parser != NULL && reader->outcome == CXP_DONE) {
    if (parser->maxatts > 5 * 4 * most_attributes || parser->nsNr > 2 * 4 * most_namespaces) {
      reader->end_offset = current_offset(reader);
      reader->outcome = CXP_TOO_MANY;
    }
  }
  if (length <= 0 || reader->outcome != CXP_DONE) return 0;
  size_t left = reader->length - reader->taken;
  size_t count = left < (size_t)length ? left : (size_t)length;
  memcpy(buffer, reader->bytes + reader->taken, count);
  reader->taken += count;
  return (int)count;
}

static void initialize_handler(xmlSAXHandler *handler) {
  memset(handler, 0, sizeof *handler);
  handler->initialized = XML_SAX2_MAGIC;
  handler->startElementNs = start_element;
  handler->endElementNs = end_element;
  handler->characters = characters;
  handler->ignorableWhitespace = characters;
  handler->cdataBlock = characters;
  handler->internalSubset = internal_subset;
  handler->externalSubset = external_subset;
  handler->entityDecl = entity_declaration;
  handler->unparsedEntityDecl = unparsed_entity_declaration;
  handler->notationDecl = notation_declaration;
  handler->elementDecl = element_declaration;
  handler->attributeDecl = attribute_declaration;
  handler->getEntity = get_entity;
  handler->getParameterEntity = get_parameter_entity;
  handler->reference = reference;
  handler->serror = (xmlStructuredErrorFunc)take_error;
}

cxp_reader *cxp_create(const uint8_t *bytes, size_t length, cxp_handlers handlers) {
  xmlInitParser();
  cxp_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return NULL;
  reader->bytes = bytes;
  reader->length = length;
  reader->handlers = handlers;
  return reader;
}

int cxp_read(cxp_reader *reader) {
  // Errors that libxml2 does not tie to a parser would be printed. The setting is the thread's own.
  xmlStructuredErrorFunc former = xmlStructuredError;
  void *former_context = xmlStructuredErrorContext;
  xmlSetStructuredErrorFunc(reader, (xmlStructuredErrorFunc)take_error);

  xmlSAXHandler handler;
  initialize_handler(&handler);
  reader->context =
      xmlCreateIOParserCtxt(&handler, reader, take_bytes, NULL, reader, XML_CHAR_ENCODING_NONE);
  if (reader->context == NULL) {
    if (reader->outcome == CXP_DONE) reader->outcome = CXP_NO_MEMORY;
  } else {
    // HUGE lifts libxml2's limits on depth and size: the handlers have their own. NOENT, which
    // would have entities replaced, is about `&amp;` in attributes: there are no others to replace.
    xmlCtxtUseOptions(reader->context, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT);
    xmlParseDocument(reader->context);
    if (reader->outcome == CXP_DONE && !reader->context->wellFormed) {
      reader->end_offset = current_offset(reader);
      reader->outcome = CXP_MALFORMED;
    }
    if (reader->outcome == CXP_DONE) reader->end_offset = reader->length;
  }
  xmlSetStructuredErrorFunc(former_context, former);
  return reader->outcome;
}

const char *cxp_message(const cxp_reader *reader) { return reader->message; }

void cxp_free(cxp_reader *reader) {
  if (reader == NULL) return;
  if (reader->context != NULL) {
    // No handler builds a document, but libxml2 makes one itself to keep entities in.
    if (reader->context->myDoc != NULL) xmlFreeDoc(reader->context->myDoc);
    reader->context->myDoc = NULL;
    xmlFreeParserCtxt(reader->context);
  }
  free(reader);
}

// MARK: Numbers

size_t cxp_print_double(double number, int precision, uint8_t output[32]) {
  char text[32];
  if (precision < 1) precision = 1;
  if (precision > 17) precision = 17;
  int length = snprintf(text, sizeof text, "%.*g", precision, number);
  if (length < 0 || length >= (int)sizeof text) return 0;
  size_t count = 0;
  for (int index = 0; index < length; index++) {
    unsigned char byte = (unsigned char)text[index];
    int is_plain = (byte | 0x20) - 'a' < 26u || byte - '0' < 10u || byte == '+' || byte == '-';
    // A locale's decimal point may be of several bytes.
    if (is_plain) {
      output[count++] = byte;
    } else if (count > 0 && output[count - 1] != '.') {
      output[count++] = '.';
    }
  }
  return count;
}
