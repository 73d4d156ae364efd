// The names that either dialect gives a meaning, told apart letter by letter: a tag has three or four,
// and `strcmp` with all of them in turn took as long as libxml2 does to find their ends.

#ifndef CXMLPICKLE_NAMES_H
#define CXMLPICKLE_NAMES_H

#include "CXMLPickle.h"

#include <string.h>

// Whether a text that ends in NUL is the word, whose NUL is compared too. Stops at the first difference.
static inline int is_same(const char *text, const char *word, size_t size) {
  for (size_t index = 0; index < size; index++) {
    if (text[index] != word[index]) return 0;
  }
  return 1;
}

#define IS(text, word) is_same(text, word, sizeof word)

static inline int attribute_named(const char *name) {
  switch (name[0]) {
    case 't': return IS(name, "type") ? CXP_TYPE : -1;
    case 'v': return IS(name, "value") ? CXP_VALUE : -1;
    case 'i': return IS(name, "id") ? CXP_ID : -1;
    case 'n': return IS(name, "name") ? CXP_NAME : -1;
    case 'r': return IS(name, "refid") ? CXP_REFID : -1;
    case 'f': return IS(name, "family") ? CXP_FAMILY : -1;
    case 'm': return IS(name, "module") ? CXP_MODULE : -1;
    case 'c': return IS(name, "class") ? CXP_CLASS : -1;
    case 'e': return IS(name, "extra") ? CXP_EXTRA : -1;
    default: return -1;
  }
}

static inline int element_named(const char *name) {
  switch (name[0]) {
    case 'i': return IS(name, "item") ? CXP_ITEM : IS(name, "int") ? CXP_INT : CXP_OTHER_ELEMENT;
    case 'k': return IS(name, "key") ? CXP_KEY : CXP_OTHER_ELEMENT;
    case 'v': return IS(name, "val") ? CXP_VAL : CXP_OTHER_ELEMENT;
    case 'e': return IS(name, "entry") ? CXP_ENTRY : CXP_OTHER_ELEMENT;
    case 'a': return IS(name, "attr") ? CXP_ATTR : CXP_OTHER_ELEMENT;
    case 's': return IS(name, "string") ? CXP_STRING : CXP_OTHER_ELEMENT;
    case 'u': return IS(name, "unicode") ? CXP_STRING : CXP_OTHER_ELEMENT;
    case 'f': return IS(name, "float") ? CXP_FLOAT : CXP_OTHER_ELEMENT;
    case 'n': return IS(name, "none") ? CXP_NONE : CXP_OTHER_ELEMENT;
    case 'l': return IS(name, "list") ? CXP_LIST : IS(name, "long") ? CXP_LONG : CXP_OTHER_ELEMENT;
    case 't': return IS(name, "tuple") ? CXP_TUPLE : CXP_OTHER_ELEMENT;
    case 'd': return IS(name, "dictionary") ? CXP_DICTIONARY : CXP_OTHER_ELEMENT;
    case 'r': return IS(name, "reference") ? CXP_REFERENCE : CXP_OTHER_ELEMENT;
    case 'o': return IS(name, "object") ? CXP_OBJECT : CXP_OTHER_ELEMENT;
    case 'c': return IS(name, "complex") ? CXP_COMPLEX : IS(name, "code") ? CXP_CODE : CXP_OTHER_ELEMENT;
    case 'm': return IS(name, "marshal") ? CXP_MARSHAL : CXP_OTHER_ELEMENT;
    case 'P': return IS(name, "PyObject") ? CXP_PYOBJECT : CXP_OTHER_ELEMENT;
    default: return CXP_OTHER_ELEMENT;
  }
}

// The type that the value of an attribute `type` names. Its length tells it from most others.
static inline int type_named(const uint8_t *text, size_t length) {
#define HAS(word) (memcmp(text, word, sizeof word - 1) == 0)
  switch (length) {
    case 4:
      return HAS("None")   ? CXP_TYPE_NONE
             : HAS("True") ? CXP_TYPE_TRUE
             : HAS("list") ? CXP_TYPE_LIST
             : HAS("dict") ? CXP_TYPE_DICT
                           : CXP_TYPE_OTHER;
    case 5:
      return HAS("False")   ? CXP_TYPE_FALSE
             : HAS("tuple") ? CXP_TYPE_TUPLE
             : HAS("class") ? CXP_TYPE_CLASS
                            : CXP_TYPE_OTHER;
    case 6: return HAS("string") ? CXP_TYPE_STRING : CXP_TYPE_OTHER;
    case 7: return HAS("numeric") ? CXP_TYPE_NUMERIC : CXP_TYPE_OTHER;
    case 8: return HAS("PyObject") ? CXP_TYPE_PYOBJECT : HAS("function") ? CXP_TYPE_FUNCTION : CXP_TYPE_OTHER;
    default: return CXP_TYPE_OTHER;
  }
#undef HAS
}

#endif
