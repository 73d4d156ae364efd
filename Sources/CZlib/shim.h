#include <zlib.h>

// inflateInit is a macro that Swift cannot call.
static inline int pickleproof_inflateInit(z_stream *stream) { return inflateInit(stream); }
