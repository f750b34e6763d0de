// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#include "libdill.h"

static int number, handles[2];
static int64_t deadline;
static size_t size;
static char *text;
static void *memory;
static struct chclause clauses[2];
static struct iolist part;
static struct ipaddr address;
static struct bundle_storage bundle_memory;
static struct chstorage channel_memory;
static struct dtls_storage dtls_memory;
static struct http_storage http_memory;
static struct ipc_listener_storage ipc_listener_memory;
static struct ipc_pair_storage ipc_pair_memory;
static struct ipc_storage ipc_memory;
static struct prefix_storage prefix_memory;
static struct suffix_storage suffix_memory;
static struct tcp_listener_storage tcp_listener_memory;
static struct tcp_storage tcp_memory;
static struct term_storage term_memory;
static struct tls_storage tls_memory;
static struct udp_storage udp_memory;
static struct ws_storage ws_memory;

static int authenticate(const char *user, const char *password) { return user != password; }

static coroutine void worker(int handle, int64_t until) { (void)handle, (void)until; }

void make_calls(void) {
    bundle(); // role: make
    bundle_mem(&bundle_memory); // role: make
    chmake(handles); // role: make
    chmake_mem(&channel_memory, handles); // role: make
}

void wait_group_wait_calls(void) {
    bundle_wait(number, deadline); // role: wait-group-wait
}

void yield_calls(void) {
    yield(); // role: yield
}

void sleep_calls(void) {
    msleep(deadline); // role: sleep
}

void send_calls(void) {
    chsend(number, memory, size, deadline); // role: send
}

void receive_calls(void) {
    chrecv(number, memory, size, deadline); // role: receive
}

void close_calls(void) {
    chdone(number); // role: close
    hclose(number); // role: close
}

void select_calls(void) {
    choose(clauses, 2, deadline); // role: select
}

void query_calls(void) {
    hown(number); // role: query
}

void io_calls1(void) {
    fdin(number, deadline); // role: io
    fdout(number, deadline); // role: io
    brecv(number, memory, size, deadline); // role: io
    mrecv(number, memory, size, deadline); // role: io
    udp_recv(number, &address, memory, size, deadline); // role: io
    ws_recv(number, &number, memory, size, deadline); // role: io
    dill_tcp_connect(&address, deadline); // role: io
    dill_tcp_done(number, deadline); // role: io
    dill_tcp_close(number, deadline); // role: io
    dill_ipc_accept(number, deadline); // role: io
    dill_ipc_connect(text, deadline); // role: io
    dill_ipc_recvfd(number, deadline); // role: io
    dill_ipc_done(number, deadline); // role: io
    dill_ipc_close(number, deadline); // role: io
    dill_suffix_detach(number, deadline); // role: io
    dill_http_done(number, deadline); // role: io
    dill_http_detach(number, deadline); // role: io
    dill_tls_attach_client(number, deadline); // role: io
    dill_tls_done(number, deadline); // role: io
    dill_tls_detach(number, deadline); // role: io
    dill_dtls_attach_client(number, deadline); // role: io
    dill_dtls_done(number, deadline); // role: io
    dill_dtls_detach(number, deadline); // role: io
    dill_term_done(number, deadline); // role: io
    dill_term_detach(number, deadline); // role: io
    dill_tcp_accept(number, &address, deadline); // role: io
    dill_socks5_proxy_recvcommand(number, &address, deadline); // role: io
    dill_tcp_connect_mem(&address, &tcp_memory, deadline); // role: io
    dill_ipc_accept_mem(number, &ipc_memory, deadline); // role: io
    dill_ipc_connect_mem(text, &ipc_memory, deadline); // role: io
    dill_ipc_sendfd(number, number, deadline); // role: io
    dill_tls_attach_client_mem(number, &tls_memory, deadline); // role: io
    dill_dtls_attach_client_mem(number, &dtls_memory, deadline); // role: io
    dill_socks5_proxy_auth(number, authenticate, deadline); // role: io
    dill_happyeyeballs_connect(text, number, deadline); // role: io
    dill_bsend(number, memory, size, deadline); // role: io
    dill_bsendl(number, &part, &part, deadline); // role: io
    dill_brecvl(number, &part, &part, deadline); // role: io
    dill_msend(number, memory, size, deadline); // role: io
    dill_msendl(number, &part, &part, deadline); // role: io
}

void io_calls2(void) {
    dill_mrecvl(number, &part, &part, deadline); // role: io
    dill_http_sendrequest(number, text, text, deadline); // role: io
    dill_http_sendstatus(number, number, text, deadline); // role: io
    dill_http_sendfield(number, text, text, deadline); // role: io
    dill_tls_attach_server(number, text, text, deadline); // role: io
    dill_dtls_attach_server(number, text, text, deadline); // role: io
    dill_socks5_proxy_sendreply(number, number, &address, deadline); // role: io
    dill_tcp_accept_mem(number, &address, &tcp_memory, deadline); // role: io
    dill_http_recvstatus(number, text, size, deadline); // role: io
    dill_socks5_proxy_recvcommandbyname(number, text, &number, deadline); // role: io
    dill_ipaddr_remote(&address, text, number, number, deadline); // role: io
    dill_udp_recvl(number, &address, &part, &part, deadline); // role: io
    dill_tls_attach_server_mem(number, text, text, &tls_memory, deadline); // role: io
    dill_dtls_attach_server_mem(number, text, text, &dtls_memory, deadline); // role: io
    dill_ws_attach_client(number, number, text, text, deadline); // role: io
    dill_ws_send(number, number, memory, size, deadline); // role: io
    dill_ws_sendl(number, number, &part, &part, deadline); // role: io
    dill_ws_recvl(number, &number, &part, &part, deadline); // role: io
    dill_ws_done(number, number, memory, size, deadline); // role: io
    dill_ws_detach(number, number, memory, size, deadline); // role: io
    dill_socks5_client_connect(number, text, text, &address, deadline); // role: io
    dill_ipaddr_remotes(&address, number, text, number, number, deadline); // role: io
    dill_http_recvrequest(number, text, size, text, size, deadline); // role: io
    dill_http_recvfield(number, text, size, text, size, deadline); // role: io
    dill_ws_attach_client_mem(number, number, text, text, &ws_memory, deadline); // role: io
    dill_socks5_client_connectbyname(number, text, text, text, number, deadline); // role: io
    dill_ws_attach_server(number, number, text, size, text, size, deadline); // role: io
    dill_ws_attach_server_mem(number, number, text, size, text, size, &ws_memory, deadline); // role: io
}

void harmless_calls(void) {
    fdclean(number); // role: harmless
    now(); // role: harmless
    dill_ipaddr_family(&address); // role: harmless
    dill_ipaddr_sockaddr(&address); // role: harmless
    dill_ipaddr_len(&address); // role: harmless
    dill_ipaddr_port(&address); // role: harmless
    dill_tcp_listener_fromfd(number); // role: harmless
    dill_tcp_fromfd(number); // role: harmless
    dill_ipc_listener_fromfd(number); // role: harmless
    dill_ipc_fromfd(number); // role: harmless
    dill_prefix_detach(number); // role: harmless
    dill_http_attach(number); // role: harmless
    dill_ipc_pair(&number); // role: harmless
    dill_ws_request_key(text); // role: harmless
    dill_ipaddr_str(&address, text); // role: harmless
    dill_ipc_pair_mem(&ipc_pair_memory, &number); // role: harmless
    dill_ws_response_key(text, text); // role: harmless
    dill_ipaddr_setport(&address, number); // role: harmless
    dill_tcp_listen(&address, number); // role: harmless
    dill_tcp_listener_fromfd_mem(number, &tcp_listener_memory); // role: harmless
    dill_tcp_fromfd_mem(number, &tcp_memory); // role: harmless
    dill_ipc_listen(text, number); // role: harmless
    dill_ipc_listener_fromfd_mem(number, &ipc_listener_memory); // role: harmless
    dill_ipc_fromfd_mem(number, &ipc_memory); // role: harmless
    dill_udp_open(&address, &address); // role: harmless
    dill_http_attach_mem(number, &http_memory); // role: harmless
    dill_ipaddr_equal(&address, &address, number); // role: harmless
    dill_tcp_listen_mem(&address, number, &tcp_listener_memory); // role: harmless
    dill_ipc_listen_mem(text, number, &ipc_listener_memory); // role: harmless
    dill_prefix_attach(number, size, number); // role: harmless
    dill_suffix_attach(number, memory, size); // role: harmless
    dill_udp_open_mem(&address, &address, &udp_memory); // role: harmless
    dill_term_attach(number, memory, size); // role: harmless
    dill_ipaddr_local(&address, text, number, number); // role: harmless
    dill_prefix_attach_mem(number, size, number, &prefix_memory); // role: harmless
    dill_suffix_attach_mem(number, memory, size, &suffix_memory); // role: harmless
    dill_udp_send(number, &address, memory, size); // role: harmless
    dill_udp_sendl(number, &address, &part, &part); // role: harmless
    dill_term_attach_mem(number, memory, size, &term_memory); // role: harmless
    dill_ws_status(number, &number, memory, size); // role: harmless
}

void end_of_region(void) {
    dill_epilogue(); // role: harmless
}

void coroutines(int group) {
    go(worker(handles[0], deadline)); // role: spawn
    go_mem(worker(handles[1], deadline), memory, size); // role: spawn
    bundle_go(group, worker(handles[0], deadline)); // role: spawn
    bundle_go_mem(group, worker(handles[0], deadline), memory, size); // role: spawn
}
