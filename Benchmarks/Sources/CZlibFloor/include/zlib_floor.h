// The checksums that every decoder of event-stream frames has to make, by the system's zlib, and nothing else.
#ifndef BENCHMARKS_ZLIB_FLOOR_H
#define BENCHMARKS_ZLIB_FLOOR_H

#include <stddef.h>
#include <stdint.h>

// Makes both CRC-32s of a frame, the second one continued from the first, and compares them with those in the frame.
// Returns 1 when both are right.
int zlib_floor_check(const uint8_t *frame, size_t length);

#endif
