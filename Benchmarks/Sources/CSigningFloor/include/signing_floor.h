// The hashing that every SigV4 signer has to do, in C on libcrypto, and nothing else.
#ifndef BENCHMARKS_SIGNING_FLOOR_H
#define BENCHMARKS_SIGNING_FLOOR_H

#include <stddef.h>
#include <stdint.h>

typedef struct signing_floor signing_floor;

// Fetches SHA-256 once, makes the contexts, and hashes the padded key. NULL when libcrypto refuses.
signing_floor *signing_floor_create(const uint8_t *key, size_t key_length);
void signing_floor_destroy(signing_floor *floor);

// SHA-256 of the body, SHA-256 of the canonical request, and one HMAC of the string to sign with the kept key.
// Writes the HMAC's 32 bytes; returns 1 on success.
int signing_floor_run(
    signing_floor *floor,
    const uint8_t *body, size_t body_length,
    const uint8_t *canonical, size_t canonical_length,
    const uint8_t *text, size_t text_length,
    uint8_t *signature);

#endif
