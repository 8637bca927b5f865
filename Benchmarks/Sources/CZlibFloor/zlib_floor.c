#include "zlib_floor.h"

#include <zlib.h>

static uint32_t big_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

int zlib_floor_check(const uint8_t *frame, size_t length) {
    uLong prelude = crc32(0, frame, 8);
    if ((uint32_t)prelude != big_endian(frame + 8)) return 0;
    uLong message = crc32(prelude, frame + 8, (uInt)(length - 12));
    return (uint32_t)message == big_endian(frame + length - 4);
}
