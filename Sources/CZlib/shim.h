#include <zlib.h>

// inflateInit is a macro that Swift cannot call.
static inline int pickleproof_inflateInit(z_stream *stream) { return inflateInit(stream); }

// deflateInit is a macro, too.
static inline int pickleproof_deflateInit(z_stream *stream, int level) { return deflateInit(stream, level); }

// 15 bits of window, and 16 for a gzip header.
static inline int pickleproof_inflateInitGzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
