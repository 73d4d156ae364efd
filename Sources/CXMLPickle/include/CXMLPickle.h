#ifndef CXMLPICKLE_H
#define CXMLPICKLE_H

#include <stddef.h>
#include <stdint.h>

// A reader of XML documents over libxml2's SAX2 interface, in plain C types: no network, no file,
// no external subset, no entity but XML's five, nothing kept of the document. Whatever the
// document, it ends, in time linear in its size.

#ifdef __cplusplus
extern "C" {
#endif

// Bytes of UTF-8, lent for the length of a call. What is absent starts at NULL.
typedef struct {
  const uint8_t *start;
  size_t length;
} cxp_text;

// The attributes that either dialect gives a meaning.
enum {
  CXP_TYPE,
  CXP_FAMILY,
  CXP_VALUE,
  CXP_NAME,
  CXP_ID,
  CXP_REFID,
  CXP_MODULE,
  CXP_CLASS,
  CXP_EXTRA,
  CXP_ATTRIBUTES
};

// The elements of either dialect: PyXML's `unicode` is a string.
enum {
  CXP_OTHER_ELEMENT,
  CXP_ITEM,
  CXP_KEY,
  CXP_VAL,
  CXP_ENTRY,
  CXP_ATTR,
  CXP_PYOBJECT,
  CXP_MARSHAL,
  CXP_REFERENCE,
  CXP_LIST,
  CXP_TUPLE,
  CXP_DICTIONARY,
  CXP_OBJECT,
  CXP_STRING,
  CXP_INT,
  CXP_LONG,
  CXP_FLOAT,
  CXP_COMPLEX,
  CXP_NONE,
  CXP_CODE,
  CXP_ELEMENTS
};

// What a Gnosis element's attribute `type` says.
enum {
  CXP_TYPE_ABSENT,
  CXP_TYPE_OTHER,
  CXP_TYPE_NONE,
  CXP_TYPE_TRUE,
  CXP_TYPE_FALSE,
  CXP_TYPE_NUMERIC,
  CXP_TYPE_STRING,
  CXP_TYPE_LIST,
  CXP_TYPE_TUPLE,
  CXP_TYPE_DICT,
  CXP_TYPE_PYOBJECT,
  CXP_TYPE_FUNCTION,
  CXP_TYPE_CLASS,
  CXP_TYPES
};

// A start tag.
typedef struct {
  // One of the elements; what has a prefix is none.
  int name;
  // One of the types.
  int type;
  // Whether it stands in an element that holds nothing.
  int is_misplaced;
  // Which attributes are there: a bit each. Of the others nothing is set.
  unsigned present;
  // How many bytes follow each attribute's value that can be read with it.
  size_t room;
  // The name, which ends in NUL; NULL where it has a prefix.
  const uint8_t *spelled;
  cxp_text attributes[CXP_ATTRIBUTES];
} cxp_element;

// An attribute's value; what is absent starts at NULL.
static inline cxp_text cxp_attribute(const cxp_element *element, int attribute) {
  cxp_text none = {NULL, 0};
  if (attribute < 0 || attribute >= CXP_ATTRIBUTES) return none;
  return element->present >> attribute & 1 ? element->attributes[attribute] : none;
}

// Adds an attribute to a start tag, or sets its value anew.
static inline void cxp_set_attribute(cxp_element *element, int attribute, const uint8_t *start, size_t length) {
  if (attribute < 0 || attribute >= CXP_ATTRIBUTES) return;
  element->present |= 1u << attribute;
  element->attributes[attribute].start = start;
  element->attributes[attribute].length = length;
}

// The name of an element that may be none of either dialect.
static inline cxp_text cxp_spelled(const cxp_element *element) {
  cxp_text text = {element->spelled, 0};
  while (text.start != NULL && text.start[text.length] != 0) text.length++;
  return text;
}

// What a document may declare or use beyond elements and text. All but the first end the reading
// if the handler says so.
enum {
  CXP_DOCTYPE,
  CXP_INTERNAL_ENTITY,
  CXP_EXTERNAL_ENTITY,
  CXP_OTHER_DECLARATION,
  CXP_ENTITY_REFERENCE
};

// What a handler answers.
enum {
  CXP_STOP,
  // Go on; text is not wanted until the next start or end tag.
  CXP_SKIP_TEXT,
  // Go on, with the text.
  CXP_WANT_TEXT,
  // Go on; nothing may stand in the element that was started, and its end is not told.
  CXP_HOLDS_NOTHING
};

typedef struct {
  void *context;
  int (*start)(void *context, const cxp_element *element);
  int (*end)(void *context);
  int (*text)(void *context, const uint8_t *start, size_t length);
  // `name` is the entity's name or the document type's; `identifier` the system identifier.
  int (*declaration)(void *context, int kind, cxp_text name, cxp_text identifier);
} cxp_handlers;

// How a reading ended.
enum {
  CXP_DONE,
  // A handler stopped it.
  CXP_STOPPED,
  // The document is not well formed, or its encoding is not known or wrong.
  CXP_MALFORMED,
  // The document ends too soon.
  CXP_TRUNCATED,
  // Something follows its end.
  CXP_TRAILING,
  // A tag has more attributes, or the document more namespaces, than are read.
  CXP_TOO_MANY,
  CXP_NO_MEMORY
};

typedef struct cxp_reader cxp_reader;

// A reader of `length` bytes, which must stay in place until it is freed. NULL without memory.
cxp_reader *cxp_create(const uint8_t *bytes, size_t length, cxp_handlers handlers);

// Reads the document; once only. Answers how it ended.
int cxp_read(cxp_reader *reader);

// The byte of the document at which the reader stands, or, once it has ended badly, stood.
size_t cxp_offset(const cxp_reader *reader);

// The byte of the document at which a text lent by the start handler begins; SIZE_MAX where it does
// not stand there as it is.
size_t cxp_offset_of(const cxp_reader *reader, cxp_text text);

// What libxml2 says of a document that it refused; in the reader's memory.
const char *cxp_message(const cxp_reader *reader);

void cxp_free(cxp_reader *reader);

// Prints as C's `%.*g` does with `precision` digits (at most 17), whatever the locale; answers the length.
size_t cxp_print_double(double number, int precision, uint8_t output[32]);

#ifdef __cplusplus
}
#endif

#endif
