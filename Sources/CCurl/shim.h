#ifndef BEDROCKCOST_CCURL_SHIM_H
#define BEDROCKCOST_CCURL_SHIM_H
#include <curl/curl.h>
#endif
