#ifndef C_ALLOCATOR_H
#define C_ALLOCATOR_H

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

/* Has glibc join blocks with their neighbours as soon as they are freed. Other allocators are left as they are. */
static inline void join_freed_blocks(void) {
#if defined(__GLIBC__) && defined(M_MXFAST)
  mallopt(M_MXFAST, 0);
#endif
}

#endif
