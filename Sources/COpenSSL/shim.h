// libcrypto's public, non-deprecated digest and MAC interface (OpenSSL 3).
#ifndef BEDROCKCOST_COPENSSL_SHIM_H
#define BEDROCKCOST_COPENSSL_SHIM_H
#include <openssl/crypto.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#endif
