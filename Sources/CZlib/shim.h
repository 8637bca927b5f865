#ifndef BEDROCKCOST_CZLIB_SHIM_H
#define BEDROCKCOST_CZLIB_SHIM_H

/* zlib for Swift. With ZLIB_CONST, next_in is a pointer to constant bytes. */
#ifndef ZLIB_CONST
#define ZLIB_CONST
#endif
#include <zlib.h>

/* inflateInit2 and deflateInit2 are macros, which Swift does not import. 15 is the largest window; 16 more asks for the
   gzip wrapper, with its checksum, in place of zlib's own. */
static inline int czlib_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
static inline int czlib_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
