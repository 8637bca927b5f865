/*
 * Streams tokens: answers each request on a connection of its own with an endless chunked body, one frame of 304 bytes
 * every 20 ms. Streams are spread over those 20 ms, as they would be in life.
 *
 *     token-server
 *
 * Prints its port on 127.0.0.1 and serves until standard input ends.
 */
#define _GNU_SOURCE /* ppoll */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096, FRAME = 304, TICKS = 20 };

static long long now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof name;
    if (bind(listener, (struct sockaddr *)&name, sizeof name) || listen(listener, MOST)
        || getsockname(listener, (struct sockaddr *)&name, &length)) return 1;
    fcntl(listener, F_SETFL, O_NONBLOCK);
    printf("%d\n", ntohs(name.sin_port));
    fflush(stdout);

    static char chunk[FRAME + 16];
    int size = snprintf(chunk, sizeof chunk, "%x\r\n", FRAME);
    memset(chunk + size, 't', FRAME);
    memcpy(chunk + size + FRAME, "\r\n", 2);
    size += FRAME + 2;
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.amazon.eventstream\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n";

    static int streams[MOST]; /* 0 for a free place */
    long long next = now_ns();
    for (long tick = 0;; tick++) {
        next += 1000000;
        struct pollfd ends[2] = {{.fd = listener, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
        long long wait;
        while ((wait = next - now_ns()) > 0) {
            struct timespec time = {.tv_nsec = wait};
            if (ppoll(ends, 2, &time, NULL) <= 0) continue;
            char input[64];
            if (ends[1].revents && read(0, input, sizeof input) <= 0) return 0;
            if (!ends[0].revents) continue;
            int socket;
            while ((socket = accept(listener, NULL, NULL)) >= 0) {
                /* A request of these benchmarks comes in one piece. */
                char request[16384];
                if (read(socket, request, sizeof request) <= 0) { close(socket); continue; }
                fcntl(socket, F_SETFL, O_NONBLOCK);
                int place = 0;
                while (place < MOST && streams[place]) place++;
                if (place == MOST || write(socket, head, sizeof head - 1) < 0) { close(socket); continue; }
                streams[place] = socket;
            }
        }
        for (int place = (int)(tick % TICKS); place < MOST; place += TICKS) {
            if (!streams[place]) continue;
            if (write(streams[place], chunk, (size_t)size) != size) {
                close(streams[place]);
                streams[place] = 0;
            }
        }
    }
}
