#include "signing_floor.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

struct signing_floor {
    EVP_MD *sha256;
    EVP_MD_CTX *digest;
    EVP_MD_CTX *inner;
    EVP_MD_CTX *outer;
    EVP_MD_CTX *scratch;
};

void signing_floor_destroy(signing_floor *floor) {
    if (floor == NULL) return;
    EVP_MD_CTX_free(floor->digest);
    EVP_MD_CTX_free(floor->inner);
    EVP_MD_CTX_free(floor->outer);
    EVP_MD_CTX_free(floor->scratch);
    EVP_MD_free(floor->sha256);
    free(floor);
}

signing_floor *signing_floor_create(const uint8_t *key, size_t key_length) {
    uint8_t inner[64], outer[64];
    signing_floor *floor = calloc(1, sizeof *floor);
    if (floor == NULL || key_length > sizeof inner) {
        signing_floor_destroy(floor);
        return NULL;
    }
    memset(inner, 0x36, sizeof inner);
    memset(outer, 0x5c, sizeof outer);
    for (size_t i = 0; i < key_length; i++) {
        inner[i] ^= key[i];
        outer[i] ^= key[i];
    }
    floor->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    floor->digest = EVP_MD_CTX_new();
    floor->inner = EVP_MD_CTX_new();
    floor->outer = EVP_MD_CTX_new();
    floor->scratch = EVP_MD_CTX_new();
    if (EVP_DigestInit_ex2(floor->digest, floor->sha256, NULL) != 1
        || EVP_DigestInit_ex2(floor->inner, floor->sha256, NULL) != 1
        || EVP_DigestInit_ex2(floor->outer, floor->sha256, NULL) != 1
        || EVP_DigestUpdate(floor->inner, inner, sizeof inner) != 1
        || EVP_DigestUpdate(floor->outer, outer, sizeof outer) != 1) {
        signing_floor_destroy(floor);
        return NULL;
    }
    return floor;
}

static int hash(EVP_MD_CTX *context, const uint8_t *bytes, size_t length, uint8_t *digest) {
    return EVP_DigestInit_ex2(context, NULL, NULL) == 1
        && EVP_DigestUpdate(context, bytes, length) == 1
        && EVP_DigestFinal_ex(context, digest, NULL) == 1;
}

int signing_floor_run(
    signing_floor *floor,
    const uint8_t *body, size_t body_length,
    const uint8_t *canonical, size_t canonical_length,
    const uint8_t *text, size_t text_length,
    uint8_t *signature) {
    uint8_t digest[32];
    return hash(floor->digest, body, body_length, digest)
        && hash(floor->digest, canonical, canonical_length, digest)
        && EVP_MD_CTX_copy_ex(floor->scratch, floor->inner) == 1
        && EVP_DigestUpdate(floor->scratch, text, text_length) == 1
        && EVP_DigestFinal_ex(floor->scratch, digest, NULL) == 1
        && EVP_MD_CTX_copy_ex(floor->scratch, floor->outer) == 1
        && EVP_DigestUpdate(floor->scratch, digest, sizeof digest) == 1
        && EVP_DigestFinal_ex(floor->scratch, signature, NULL) == 1;
}
