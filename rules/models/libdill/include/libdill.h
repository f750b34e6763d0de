/* SPDX-License-Identifier: MIT */
/* Declarations of libdill's interface, written for chanvet so that programs parse without the library. Names, types and
   values are the library's. dill_go_ has the library's shape (dill_prologue, a setjmp, the call, dill_epilogue), without
   the switch of stacks. */
#ifndef CHANVET_LIBDILL_H
#define CHANVET_LIBDILL_H

#include <errno.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

/* Handles, descriptors, time. Deadlines are absolute milliseconds; -1 never passes, 0 has passed. */
int dill_hown(int handle);
int dill_hclose(int handle);
int dill_fdclean(int descriptor);
int dill_fdin(int descriptor, int64_t deadline);
int dill_fdout(int descriptor, int64_t deadline);
int64_t dill_now(void);
int dill_msleep(int64_t deadline);

/* Coroutines. */
#define dill_coroutine __attribute__((noinline))
int dill_prologue(sigjmp_buf **context, void **stack, size_t length, int bundle, const char *file, int line);
void dill_epilogue(void);

#define dill_go_(call, memory, length, bundle)                                                                         \
    __extension__({                                                                                                    \
        sigjmp_buf *dill_ctx__;                                                                                        \
        void *dill_stk__ = (memory);                                                                                   \
        int dill_handle__ = dill_prologue(&dill_ctx__, &dill_stk__, (length), (bundle), __FILE__, __LINE__);           \
        if (dill_handle__ >= 0) {                                                                                      \
            if (!sigsetjmp(*dill_ctx__, 0)) {                                                                          \
                __asm__ volatile("" : : "r"(dill_stk__));                                                              \
                call;                                                                                                  \
                dill_epilogue();                                                                                       \
            }                                                                                                          \
        }                                                                                                              \
        dill_handle__;                                                                                                 \
    })
#define dill_go(call) dill_go_(call, NULL, 0, -1)
#define dill_go_mem(call, memory, length) dill_go_(call, memory, length, -1)
#define dill_bundle_go(bundle, call) dill_go_(call, NULL, 0, bundle)
#define dill_bundle_go_mem(bundle, call, memory, length) dill_go_(call, memory, length, bundle)

struct dill_bundle_storage { char bytes[64]; };
int dill_bundle(void);
int dill_bundle_mem(struct dill_bundle_storage *memory);
int dill_bundle_wait(int handle, int64_t deadline);
int dill_yield(void);

/* Channels. */
#define DILL_CHSEND 1
#define DILL_CHRECV 2
struct dill_chclause {
    int op;
    int ch;
    void *val;
    size_t len;
};
struct dill_chstorage { char bytes[144]; };
int dill_chmake(int handles[2]);
int dill_chmake_mem(struct dill_chstorage *memory, int handles[2]);
int dill_chsend(int handle, const void *value, size_t length, int64_t deadline);
int dill_chrecv(int handle, void *value, size_t length, int64_t deadline);
int dill_chdone(int handle);
int dill_choose(struct dill_chclause *clauses, int count, int64_t deadline);

#if !defined DILL_DISABLE_RAW_NAMES
#define coroutine dill_coroutine
#define go dill_go
#define go_mem dill_go_mem
#define bundle_go dill_bundle_go
#define bundle_go_mem dill_bundle_go_mem
#define bundle_storage dill_bundle_storage
#define CHSEND DILL_CHSEND
#define CHRECV DILL_CHRECV
#define chclause dill_chclause
#define chstorage dill_chstorage
#define fdclean dill_fdclean
#define fdin dill_fdin
#define fdout dill_fdout
#define now dill_now
#define msleep dill_msleep
#define hown dill_hown
#define hclose dill_hclose
#define bundle dill_bundle
#define bundle_mem dill_bundle_mem
#define bundle_wait dill_bundle_wait
#define yield dill_yield
#define chmake dill_chmake
#define chmake_mem dill_chmake_mem
#define chsend dill_chsend
#define chrecv dill_chrecv
#define chdone dill_chdone
#define choose dill_choose
#endif

#if !defined DILL_DISABLE_SOCKETS
struct sockaddr;
struct dill_iolist {
    void *iol_base;
    size_t iol_len;
    struct dill_iolist *iol_next;
    int iol_rsvd;
};
struct dill_ipaddr { char bytes[32]; };
struct dill_tcp_listener_storage { char bytes[56]; };
struct dill_tcp_storage { char bytes[72]; };
struct dill_ipc_listener_storage { char bytes[24]; };
struct dill_ipc_storage { char bytes[72]; };
struct dill_ipc_pair_storage { char bytes[144]; };
struct dill_prefix_storage { char bytes[56]; };
struct dill_suffix_storage { char bytes[128]; };
struct dill_udp_storage { char bytes[72]; };
struct dill_http_storage { char bytes[1296]; };
struct dill_tls_storage { char bytes[72]; };
struct dill_dtls_storage { char bytes[88]; };
struct dill_ws_storage { char bytes[176]; };
struct dill_term_storage { char bytes[88]; };
typedef int dill_socks5_auth_function(const char *user, const char *password);

enum { DILL_IPADDR_IPV4 = 1, DILL_IPADDR_IPV6, DILL_IPADDR_PREF_IPV4, DILL_IPADDR_PREF_IPV6 };
#define DILL_IPADDR_MAXSTRLEN 46
enum { DILL_PREFIX_BIG_ENDIAN, DILL_PREFIX_LITTLE_ENDIAN };
enum { DILL_WS_BINARY, DILL_WS_TEXT, DILL_WS_NOHTTP };
#define WS_KEY_SIZE 32
enum { DILL_SOCKS5_CONNECT = 1, DILL_SOCKS5_BIND, DILL_SOCKS5_UDP_ASSOCIATE };
enum {
    DILL_SOCKS5_SUCCESS,
    DILL_SOCKS5_GENERAL_FAILURE,
    DILL_SOCKS5_CONNECTION_NOT_ALLOWED,
    DILL_SOCKS5_NETWORK_UNREACHABLE,
    DILL_SOCKS5_HOST_UNREACHABLE,
    DILL_SOCKS5_CONNECTION_REFUSED,
    DILL_SOCKS5_TTL_EXPIRED,
    DILL_SOCKS5_COMMAND_NOT_SUPPORTED,
    DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED
};

/* Byte and message sockets. */
int dill_bsend(int, const void *, size_t, int64_t);
int dill_brecv(int, void *, size_t, int64_t);
int dill_bsendl(int, struct dill_iolist *, struct dill_iolist *, int64_t);
int dill_brecvl(int, struct dill_iolist *, struct dill_iolist *, int64_t);
int dill_msend(int, const void *, size_t, int64_t);
ssize_t dill_mrecv(int, void *, size_t, int64_t);
int dill_msendl(int, struct dill_iolist *, struct dill_iolist *, int64_t);
ssize_t dill_mrecvl(int, struct dill_iolist *, struct dill_iolist *, int64_t);

/* Addresses. */
int dill_ipaddr_local(struct dill_ipaddr *, const char *, int, int);
int dill_ipaddr_remote(struct dill_ipaddr *, const char *, int, int, int64_t);
int dill_ipaddr_remotes(struct dill_ipaddr *, int, const char *, int, int, int64_t);
const char *dill_ipaddr_str(const struct dill_ipaddr *, char *);
int dill_ipaddr_family(const struct dill_ipaddr *);
const struct sockaddr *dill_ipaddr_sockaddr(const struct dill_ipaddr *);
int dill_ipaddr_len(const struct dill_ipaddr *);
int dill_ipaddr_port(const struct dill_ipaddr *);
void dill_ipaddr_setport(struct dill_ipaddr *, int);
int dill_ipaddr_equal(const struct dill_ipaddr *, const struct dill_ipaddr *, int);

/* TCP. */
int dill_tcp_listen(struct dill_ipaddr *, int);
int dill_tcp_listen_mem(struct dill_ipaddr *, int, struct dill_tcp_listener_storage *);
int dill_tcp_accept(int, struct dill_ipaddr *, int64_t);
int dill_tcp_accept_mem(int, struct dill_ipaddr *, struct dill_tcp_storage *, int64_t);
int dill_tcp_connect(const struct dill_ipaddr *, int64_t);
int dill_tcp_connect_mem(const struct dill_ipaddr *, struct dill_tcp_storage *, int64_t);
int dill_tcp_done(int, int64_t);
int dill_tcp_close(int, int64_t);
int dill_tcp_listener_fromfd(int);
int dill_tcp_listener_fromfd_mem(int, struct dill_tcp_listener_storage *);
int dill_tcp_fromfd(int);
int dill_tcp_fromfd_mem(int, struct dill_tcp_storage *);

/* Local sockets. */
int dill_ipc_listen(const char *, int);
int dill_ipc_listen_mem(const char *, int, struct dill_ipc_listener_storage *);
int dill_ipc_accept(int, int64_t);
int dill_ipc_accept_mem(int, struct dill_ipc_storage *, int64_t);
int dill_ipc_connect(const char *, int64_t);
int dill_ipc_connect_mem(const char *, struct dill_ipc_storage *, int64_t);
int dill_ipc_sendfd(int, int, int64_t);
int dill_ipc_recvfd(int, int64_t);
int dill_ipc_done(int, int64_t);
int dill_ipc_close(int, int64_t);
int dill_ipc_listener_fromfd(int);
int dill_ipc_listener_fromfd_mem(int, struct dill_ipc_listener_storage *);
int dill_ipc_fromfd(int);
int dill_ipc_fromfd_mem(int, struct dill_ipc_storage *);
int dill_ipc_pair(int *);
int dill_ipc_pair_mem(struct dill_ipc_pair_storage *, int *);

/* Prefix protocol. */
int dill_prefix_attach(int, size_t, int);
int dill_prefix_attach_mem(int, size_t, int, struct dill_prefix_storage *);
int dill_prefix_detach(int);

/* Suffix protocol. */
int dill_suffix_attach(int, const void *, size_t);
int dill_suffix_attach_mem(int, const void *, size_t, struct dill_suffix_storage *);
int dill_suffix_detach(int, int64_t);

/* UDP. */
int dill_udp_open(struct dill_ipaddr *, const struct dill_ipaddr *);
int dill_udp_open_mem(struct dill_ipaddr *, const struct dill_ipaddr *, struct dill_udp_storage *);
int dill_udp_send(int, const struct dill_ipaddr *, const void *, size_t);
ssize_t dill_udp_recv(int, struct dill_ipaddr *, void *, size_t, int64_t);
int dill_udp_sendl(int, const struct dill_ipaddr *, struct dill_iolist *, struct dill_iolist *);
ssize_t dill_udp_recvl(int, struct dill_ipaddr *, struct dill_iolist *, struct dill_iolist *, int64_t);

/* HTTP. */
int dill_http_attach(int);
int dill_http_attach_mem(int, struct dill_http_storage *);
int dill_http_done(int, int64_t);
int dill_http_detach(int, int64_t);
int dill_http_sendrequest(int, const char *, const char *, int64_t);
int dill_http_recvrequest(int, char *, size_t, char *, size_t, int64_t);
int dill_http_sendstatus(int, int, const char *, int64_t);
int dill_http_recvstatus(int, char *, size_t, int64_t);
int dill_http_sendfield(int, const char *, const char *, int64_t);
int dill_http_recvfield(int, char *, size_t, char *, size_t, int64_t);

/* TLS. */
int dill_tls_attach_server(int, const char *, const char *, int64_t);
int dill_tls_attach_server_mem(int, const char *, const char *, struct dill_tls_storage *, int64_t);
int dill_tls_attach_client(int, int64_t);
int dill_tls_attach_client_mem(int, struct dill_tls_storage *, int64_t);
int dill_tls_done(int, int64_t);
int dill_tls_detach(int, int64_t);

/* DTLS. */
int dill_dtls_attach_server(int, const char *, const char *, int64_t);
int dill_dtls_attach_server_mem(int, const char *, const char *, struct dill_dtls_storage *, int64_t);
int dill_dtls_attach_client(int, int64_t);
int dill_dtls_attach_client_mem(int, struct dill_dtls_storage *, int64_t);
int dill_dtls_done(int, int64_t);
int dill_dtls_detach(int, int64_t);

/* WebSockets. */
int dill_ws_attach_client(int, int, const char *, const char *, int64_t);
int dill_ws_attach_client_mem(int, int, const char *, const char *, struct dill_ws_storage *, int64_t);
int dill_ws_attach_server(int, int, char *, size_t, char *, size_t, int64_t);
int dill_ws_attach_server_mem(int, int, char *, size_t, char *, size_t, struct dill_ws_storage *, int64_t);
int dill_ws_send(int, int, const void *, size_t, int64_t);
ssize_t dill_ws_recv(int, int *, void *, size_t, int64_t);
int dill_ws_sendl(int, int, struct dill_iolist *, struct dill_iolist *, int64_t);
ssize_t dill_ws_recvl(int, int *, struct dill_iolist *, struct dill_iolist *, int64_t);
int dill_ws_done(int, int, const void *, size_t, int64_t);
int dill_ws_detach(int, int, const void *, size_t, int64_t);
ssize_t dill_ws_status(int, int *, void *, size_t);
int dill_ws_request_key(char *);
int dill_ws_response_key(const char *, char *);

/* SOCKS5. */
int dill_socks5_client_connect(int, const char *, const char *, struct dill_ipaddr *, int64_t);
int dill_socks5_client_connectbyname(int, const char *, const char *, const char *, int, int64_t);
int dill_socks5_proxy_auth(int, dill_socks5_auth_function *, int64_t);
int dill_socks5_proxy_recvcommand(int, struct dill_ipaddr *, int64_t);
int dill_socks5_proxy_recvcommandbyname(int, char *, int *, int64_t);
int dill_socks5_proxy_sendreply(int, int, struct dill_ipaddr *, int64_t);

/* Terminal handshake. */
int dill_term_attach(int, const void *, size_t);
int dill_term_attach_mem(int, const void *, size_t, struct dill_term_storage *);
int dill_term_done(int, int64_t);
int dill_term_detach(int, int64_t);

/* Happy eyeballs. */
int dill_happyeyeballs_connect(const char *, int, int64_t);

#if !defined DILL_DISABLE_RAW_NAMES
#define iolist dill_iolist
#define ipaddr dill_ipaddr
#define IPADDR_IPV4 DILL_IPADDR_IPV4
#define IPADDR_IPV6 DILL_IPADDR_IPV6
#define IPADDR_PREF_IPV4 DILL_IPADDR_PREF_IPV4
#define IPADDR_PREF_IPV6 DILL_IPADDR_PREF_IPV6
#define IPADDR_MAXSTRLEN DILL_IPADDR_MAXSTRLEN
#define PREFIX_BIG_ENDIAN DILL_PREFIX_BIG_ENDIAN
#define PREFIX_LITTLE_ENDIAN DILL_PREFIX_LITTLE_ENDIAN
#define WS_BINARY DILL_WS_BINARY
#define WS_TEXT DILL_WS_TEXT
#define WS_NOHTTP DILL_WS_NOHTTP
#define SOCKS5_CONNECT DILL_SOCKS5_CONNECT
#define SOCKS5_BIND DILL_SOCKS5_BIND
#define SOCKS5_UDP_ASSOCIATE DILL_SOCKS5_UDP_ASSOCIATE
#define SOCKS5_SUCCESS DILL_SOCKS5_SUCCESS
#define SOCKS5_GENERAL_FAILURE DILL_SOCKS5_GENERAL_FAILURE
#define SOCKS5_CONNECTION_NOT_ALLOWED DILL_SOCKS5_CONNECTION_NOT_ALLOWED
#define SOCKS5_NETWORK_UNREACHABLE DILL_SOCKS5_NETWORK_UNREACHABLE
#define SOCKS5_HOST_UNREACHABLE DILL_SOCKS5_HOST_UNREACHABLE
#define SOCKS5_CONNECTION_REFUSED DILL_SOCKS5_CONNECTION_REFUSED
#define SOCKS5_TTL_EXPIRED DILL_SOCKS5_TTL_EXPIRED
#define SOCKS5_COMMAND_NOT_SUPPORTED DILL_SOCKS5_COMMAND_NOT_SUPPORTED
#define SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED DILL_SOCKS5_ADDRESS_TYPE_NOT_SUPPORTED
#define tcp_listener_storage dill_tcp_listener_storage
#define tcp_storage dill_tcp_storage
#define ipc_listener_storage dill_ipc_listener_storage
#define ipc_storage dill_ipc_storage
#define ipc_pair_storage dill_ipc_pair_storage
#define prefix_storage dill_prefix_storage
#define suffix_storage dill_suffix_storage
#define udp_storage dill_udp_storage
#define http_storage dill_http_storage
#define tls_storage dill_tls_storage
#define dtls_storage dill_dtls_storage
#define ws_storage dill_ws_storage
#define term_storage dill_term_storage
#define bsend dill_bsend
#define brecv dill_brecv
#define bsendl dill_bsendl
#define brecvl dill_brecvl
#define msend dill_msend
#define mrecv dill_mrecv
#define msendl dill_msendl
#define mrecvl dill_mrecvl
#define ipaddr_local dill_ipaddr_local
#define ipaddr_remote dill_ipaddr_remote
#define ipaddr_remotes dill_ipaddr_remotes
#define ipaddr_str dill_ipaddr_str
#define ipaddr_family dill_ipaddr_family
#define ipaddr_sockaddr dill_ipaddr_sockaddr
#define ipaddr_len dill_ipaddr_len
#define ipaddr_port dill_ipaddr_port
#define ipaddr_setport dill_ipaddr_setport
#define ipaddr_equal dill_ipaddr_equal
#define tcp_listen dill_tcp_listen
#define tcp_listen_mem dill_tcp_listen_mem
#define tcp_accept dill_tcp_accept
#define tcp_accept_mem dill_tcp_accept_mem
#define tcp_connect dill_tcp_connect
#define tcp_connect_mem dill_tcp_connect_mem
#define tcp_done dill_tcp_done
#define tcp_close dill_tcp_close
#define tcp_listener_fromfd dill_tcp_listener_fromfd
#define tcp_listener_fromfd_mem dill_tcp_listener_fromfd_mem
#define tcp_fromfd dill_tcp_fromfd
#define tcp_fromfd_mem dill_tcp_fromfd_mem
#define ipc_listen dill_ipc_listen
#define ipc_listen_mem dill_ipc_listen_mem
#define ipc_accept dill_ipc_accept
#define ipc_accept_mem dill_ipc_accept_mem
#define ipc_connect dill_ipc_connect
#define ipc_connect_mem dill_ipc_connect_mem
#define ipc_sendfd dill_ipc_sendfd
#define ipc_recvfd dill_ipc_recvfd
#define ipc_done dill_ipc_done
#define ipc_close dill_ipc_close
#define ipc_listener_fromfd dill_ipc_listener_fromfd
#define ipc_listener_fromfd_mem dill_ipc_listener_fromfd_mem
#define ipc_fromfd dill_ipc_fromfd
#define ipc_fromfd_mem dill_ipc_fromfd_mem
#define ipc_pair dill_ipc_pair
#define ipc_pair_mem dill_ipc_pair_mem
#define prefix_attach dill_prefix_attach
#define prefix_attach_mem dill_prefix_attach_mem
#define prefix_detach dill_prefix_detach
#define suffix_attach dill_suffix_attach
#define suffix_attach_mem dill_suffix_attach_mem
#define suffix_detach dill_suffix_detach
#define udp_open dill_udp_open
#define udp_open_mem dill_udp_open_mem
#define udp_send dill_udp_send
#define udp_recv dill_udp_recv
#define udp_sendl dill_udp_sendl
#define udp_recvl dill_udp_recvl
#define http_attach dill_http_attach
#define http_attach_mem dill_http_attach_mem
#define http_done dill_http_done
#define http_detach dill_http_detach
#define http_sendrequest dill_http_sendrequest
#define http_recvrequest dill_http_recvrequest
#define http_sendstatus dill_http_sendstatus
#define http_recvstatus dill_http_recvstatus
#define http_sendfield dill_http_sendfield
#define http_recvfield dill_http_recvfield
#define tls_attach_server dill_tls_attach_server
#define tls_attach_server_mem dill_tls_attach_server_mem
#define tls_attach_client dill_tls_attach_client
#define tls_attach_client_mem dill_tls_attach_client_mem
#define tls_done dill_tls_done
#define tls_detach dill_tls_detach
#define dtls_attach_server dill_dtls_attach_server
#define dtls_attach_server_mem dill_dtls_attach_server_mem
#define dtls_attach_client dill_dtls_attach_client
#define dtls_attach_client_mem dill_dtls_attach_client_mem
#define dtls_done dill_dtls_done
#define dtls_detach dill_dtls_detach
#define ws_attach_client dill_ws_attach_client
#define ws_attach_client_mem dill_ws_attach_client_mem
#define ws_attach_server dill_ws_attach_server
#define ws_attach_server_mem dill_ws_attach_server_mem
#define ws_send dill_ws_send
#define ws_recv dill_ws_recv
#define ws_sendl dill_ws_sendl
#define ws_recvl dill_ws_recvl
#define ws_done dill_ws_done
#define ws_detach dill_ws_detach
#define ws_status dill_ws_status
#define ws_request_key dill_ws_request_key
#define ws_response_key dill_ws_response_key
#define socks5_client_connect dill_socks5_client_connect
#define socks5_client_connectbyname dill_socks5_client_connectbyname
#define socks5_proxy_auth dill_socks5_proxy_auth
#define socks5_proxy_recvcommand dill_socks5_proxy_recvcommand
#define socks5_proxy_recvcommandbyname dill_socks5_proxy_recvcommandbyname
#define socks5_proxy_sendreply dill_socks5_proxy_sendreply
#define term_attach dill_term_attach
#define term_attach_mem dill_term_attach_mem
#define term_done dill_term_done
#define term_detach dill_term_detach
#define happyeyeballs_connect dill_happyeyeballs_connect
#endif
#endif

#endif
