/*
 * The reference for http-bench: the same POSTs on libcurl's multi interface from a plain C loop, with no language between.
 *
 *     curl-floor h1|h2 URL CA-FILE IN-FLIGHT REQUESTS
 *
 * Prints the processor time per request in microseconds, of this process, after a warm-up.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char body[1024];
static long received;

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    received += (long)(size * count);
    return size * count;
}

static double cpu_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Runs `count` requests, `in_flight` at once; 0 where one fails. */
static int run(CURLM *multi, CURL **handles, int in_flight, int count) {
    int started = 0, done = 0, running = 0;
    for (; started < in_flight && started < count; started++) curl_multi_add_handle(multi, handles[started]);
    while (done < count) {
        curl_multi_perform(multi, &running);
        int left;
        CURLMsg *message;
        while ((message = curl_multi_info_read(multi, &left))) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL *easy = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            if (message->data.result != CURLE_OK || status != 200) {
                fprintf(stderr, "%s, status %ld\n", curl_easy_strerror(message->data.result), status);
                return 0;
            }
            done++;
            curl_multi_remove_handle(multi, easy);
            if (started < count) {
                started++;
                curl_multi_add_handle(multi, easy);
            }
        }
        if (done < count) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 6) return 2;
    int is_h2 = strcmp(argv[1], "h2") == 0, in_flight = atoi(argv[4]), count = atoi(argv[5]);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    memset(body, 'x', sizeof body);
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 1024L);
    curl_multi_setopt(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, 1000L);
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/bedrock");
    headers = curl_slist_append(headers, "X-Amz-Date: 20260101T000000Z");
    headers = curl_slist_append(headers, "Accept:");
    headers = curl_slist_append(headers, "Expect:");
    CURL **handles = calloc((size_t)in_flight, sizeof *handles);
    for (int i = 0; i < in_flight; i++) {
        CURL *easy = handles[i] = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, argv[2]);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, is_h2 ? (long)CURL_HTTP_VERSION_2TLS : (long)CURL_HTTP_VERSION_1_1);
        curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
        curl_easy_setopt(easy, CURLOPT_CAINFO, argv[3]);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)sizeof body);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    }
    if (!run(multi, handles, in_flight, in_flight * 4 + 200)) return 1;
    double start = cpu_seconds();
    if (!run(multi, handles, in_flight, count)) return 1;
    printf("%.3f\n", (cpu_seconds() - start) / count * 1e6);
    return 0;
}
