/* SPDX-License-Identifier: MIT */
/* Declarations of libmill's interface, written for chanvet so that programs parse without the library. Names, types and
   values are the library's. mill_go_ has the library's shape (mill_prologue_, the call, mill_epilogue_) without the
   switch of stacks; choose registers its cases in a first pass through its block and takes one in the second. */
#ifndef CHANVET_LIBMILL_H
#define CHANVET_LIBMILL_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <unistd.h>

#define mill_text_of_(x) #x
#define mill_text_(x) mill_text_of_(x)
#define MILL_HERE_ (__FILE__ ":" mill_text_(__LINE__))
#define mill_joined_(x, y) x##y

/* Time and processes. Deadlines are absolute milliseconds; below 0 never passes. */
int64_t mill_now_(void);
pid_t mill_mfork_(void);

/* Coroutines. */
#define MILL_FDW_IN_ 1
#define MILL_FDW_OUT_ 2
#define MILL_FDW_ERR_ 4
void *mill_prologue_(const char *created);
void mill_epilogue_(void);
void mill_goprepare_(int count, size_t stack_size, size_t val_size);
void mill_yield_(const char *current);
void mill_msleep_(int64_t deadline, const char *current);
int mill_fdwait_(int fd, int events, int64_t deadline, const char *current);
void mill_fdclean_(int fd);
void *mill_cls_(void);
void mill_setcls_(void *val);

#define mill_go_(call)                                                                                                 \
    do {                                                                                                               \
        if (mill_prologue_(MILL_HERE_)) {                                                                              \
            call;                                                                                                      \
            mill_epilogue_();                                                                                          \
        }                                                                                                              \
    } while (0)

/* Channels. */
struct mill_chan_;
struct mill_chan_ *mill_chmake_(size_t sz, size_t bufsz, const char *created);
struct mill_chan_ *mill_chdup_(struct mill_chan_ *ch, const char *created);
void mill_chclose_(struct mill_chan_ *ch, const char *current);
void mill_chs_(struct mill_chan_ *ch, void *val, size_t sz, const char *current);
void *mill_chr_(struct mill_chan_ *ch, size_t sz, const char *current);
void mill_chdone_(struct mill_chan_ *ch, void *val, size_t sz, const char *current);
void mill_choose_init_(const char *current);
void mill_choose_in_(void *clause, struct mill_chan_ *ch, size_t sz, int idx);
void mill_choose_out_(void *clause, struct mill_chan_ *ch, void *val, size_t sz, int idx);
void mill_choose_deadline_(int64_t deadline);
void mill_choose_otherwise_(void);
int mill_choose_wait_(void);
void *mill_choose_val_(size_t sz);

#define mill_sent_(function, ch, type, value)                                                                          \
    do {                                                                                                               \
        type mill_val = (value);                                                                                       \
        function((ch), &mill_val, sizeof(type), MILL_HERE_);                                                           \
    } while (0)
#define mill_received_(ch, type) (*(type *)mill_chr_((ch), sizeof(type), MILL_HERE_))

#define mill_choose_start_                                                                                             \
    {                                                                                                                  \
        int mill_idx = -2;                                                                                             \
        mill_choose_init_(MILL_HERE_);                                                                                 \
        for (;;) {                                                                                                     \
            if (0)
/* The colon that ends a label is the user's. */
#define mill_case_(taken, idx)                                                                                         \
    else if (mill_idx == (taken)) {                                                                                    \
        goto mill_joined_(mill_body, idx);                                                                             \
        mill_joined_(mill_body, idx)
#define mill_in_(ch, type, name, idx)                                                                                  \
    break;                                                                                                             \
    }                                                                                                                  \
    char mill_joined_(mill_clause, idx)[64];                                                                           \
    if (mill_idx == -2)                                                                                                \
        mill_choose_in_(mill_joined_(mill_clause, idx), (ch), sizeof(type), idx);                                      \
    else if (mill_idx == idx) {                                                                                        \
        type name = *(type *)mill_choose_val_(sizeof(type));                                                           \
        goto mill_joined_(mill_body, idx);                                                                             \
    mill_joined_(mill_body, idx)
#define mill_out_(ch, type, value, idx)                                                                                \
    break;                                                                                                             \
    }                                                                                                                  \
    char mill_joined_(mill_clause, idx)[64];                                                                           \
    type mill_joined_(mill_val, idx);                                                                                  \
    if (mill_idx == -2) {                                                                                              \
        mill_joined_(mill_val, idx) = (value);                                                                         \
        mill_choose_out_(mill_joined_(mill_clause, idx), (ch), &mill_joined_(mill_val, idx), sizeof(type), idx);       \
    }                                                                                                                  \
    mill_case_(idx, idx)
#define mill_deadline_(ddline, idx)                                                                                    \
    break;                                                                                                             \
    }                                                                                                                  \
    if (mill_idx == -2) mill_choose_deadline_(ddline);                                                                 \
    mill_case_(-1, idx)
#define mill_otherwise_(idx)                                                                                           \
    break;                                                                                                             \
    }                                                                                                                  \
    if (mill_idx == -2) mill_choose_otherwise_();                                                                      \
    mill_case_(-1, idx)
#define mill_choose_end_                                                                                               \
    break;                                                                                                             \
    }                                                                                                                  \
    mill_idx = mill_choose_wait_();                                                                                    \
    }

#if defined MILL_USE_PREFIX
#define mill_now mill_now_
#define mill_mfork mill_mfork_
#define MILL_FDW_IN MILL_FDW_IN_
#define MILL_FDW_OUT MILL_FDW_OUT_
#define MILL_FDW_ERR MILL_FDW_ERR_
#define mill_coroutine __attribute__((noinline))
#define mill_go(call) mill_go_(call)
#define mill_goprepare mill_goprepare_
#define mill_yield() mill_yield_(MILL_HERE_)
#define mill_msleep(dd) mill_msleep_((dd), MILL_HERE_)
#define mill_fdwait(fd, ev, dd) mill_fdwait_((fd), (ev), (dd), MILL_HERE_)
#define mill_fdclean mill_fdclean_
#define mill_cls mill_cls_
#define mill_setcls mill_setcls_
typedef struct mill_chan_ *mill_chan;
#define mill_chmake(tp, sz) mill_chmake_(sizeof(tp), sz, MILL_HERE_)
#define mill_chdup(ch) mill_chdup_((ch), MILL_HERE_)
#define mill_chclose(ch) mill_chclose_((ch), MILL_HERE_)
#define mill_chs(ch, tp, val) mill_sent_(mill_chs_, ch, tp, val)
#define mill_chr(ch, tp) mill_received_(ch, tp)
#define mill_chdone(ch, tp, val) mill_sent_(mill_chdone_, ch, tp, val)
#define mill_choose mill_choose_start_
#define mill_in(ch, tp, nm) mill_in_(ch, tp, nm, __COUNTER__)
#define mill_out(ch, tp, val) mill_out_(ch, tp, val, __COUNTER__)
#define mill_deadline(dd) mill_deadline_(dd, __COUNTER__)
#define mill_otherwise mill_otherwise_(__COUNTER__)
#define mill_end mill_choose_end_
#else
#define now mill_now_
#define mfork mill_mfork_
#define FDW_IN MILL_FDW_IN_
#define FDW_OUT MILL_FDW_OUT_
#define FDW_ERR MILL_FDW_ERR_
#define coroutine __attribute__((noinline))
#define go(call) mill_go_(call)
#define goprepare mill_goprepare_
#define yield() mill_yield_(MILL_HERE_)
#define msleep(dd) mill_msleep_((dd), MILL_HERE_)
#define fdwait(fd, ev, dd) mill_fdwait_((fd), (ev), (dd), MILL_HERE_)
#define fdclean mill_fdclean_
#define cls mill_cls_
#define setcls mill_setcls_
typedef struct mill_chan_ *chan;
#define chmake(tp, sz) mill_chmake_(sizeof(tp), sz, MILL_HERE_)
#define chdup(ch) mill_chdup_((ch), MILL_HERE_)
#define chclose(ch) mill_chclose_((ch), MILL_HERE_)
#define chs(ch, tp, val) mill_sent_(mill_chs_, ch, tp, val)
#define chr(ch, tp) mill_received_(ch, tp)
#define chdone(ch, tp, val) mill_sent_(mill_chdone_, ch, tp, val)
#define choose mill_choose_start_
#define in(ch, tp, nm) mill_in_(ch, tp, nm, __COUNTER__)
#define out(ch, tp, val) mill_out_(ch, tp, val, __COUNTER__)
#define deadline(dd) mill_deadline_(dd, __COUNTER__)
#define otherwise mill_otherwise_(__COUNTER__)
#define end mill_choose_end_
#endif

struct mill_ipaddr {
    char data[32];
};
struct mill_tcpsock_;
struct mill_udpsock_;
struct mill_unixsock_;
struct mill_sslsock_;
struct mill_file;
#define MILL_IPADDR_IPV4_ 1
#define MILL_IPADDR_IPV6_ 2
#define MILL_IPADDR_PREF_IPV4_ 3
#define MILL_IPADDR_PREF_IPV6_ 4
#define MILL_IPADDR_MAXSTRLEN_ 46

/* Addresses. */
struct mill_ipaddr mill_iplocal_(const char *, int, int);
struct mill_ipaddr mill_ipremote_(const char *, int, int, int64_t);
const char *mill_ipaddrstr_(struct mill_ipaddr, char *);

/* TCP. */
struct mill_tcpsock_ *mill_tcplisten_(struct mill_ipaddr, int);
int mill_tcpport_(struct mill_tcpsock_ *);
struct mill_tcpsock_ *mill_tcpaccept_(struct mill_tcpsock_ *, int64_t);
struct mill_ipaddr mill_tcpaddr_(struct mill_tcpsock_ *);
struct mill_tcpsock_ *mill_tcpconnect_(struct mill_ipaddr, int64_t);
size_t mill_tcpsend_(struct mill_tcpsock_ *, const void *, size_t, int64_t);
void mill_tcpflush_(struct mill_tcpsock_ *, int64_t);
size_t mill_tcprecv_(struct mill_tcpsock_ *, void *, size_t, int64_t);
size_t mill_tcprecvuntil_(struct mill_tcpsock_ *, void *, size_t, const char *, size_t, int64_t);
void mill_tcpshutdown_(struct mill_tcpsock_ *, int);
void mill_tcpclose_(struct mill_tcpsock_ *);

/* UDP. */
struct mill_udpsock_ *mill_udplisten_(struct mill_ipaddr);
int mill_udpport_(struct mill_udpsock_ *);
void mill_udpsend_(struct mill_udpsock_ *, struct mill_ipaddr, const void *, size_t);
size_t mill_udprecv_(struct mill_udpsock_ *, struct mill_ipaddr *, void *, size_t, int64_t);
void mill_udpclose_(struct mill_udpsock_ *);

/* Local sockets. */
struct mill_unixsock_ *mill_unixlisten_(const char *, int);
struct mill_unixsock_ *mill_unixaccept_(struct mill_unixsock_ *, int64_t);
struct mill_unixsock_ *mill_unixconnect_(const char *);
void mill_unixpair_(struct mill_unixsock_ **, struct mill_unixsock_ **);
size_t mill_unixsend_(struct mill_unixsock_ *, const void *, size_t, int64_t);
void mill_unixflush_(struct mill_unixsock_ *, int64_t);
size_t mill_unixrecv_(struct mill_unixsock_ *, void *, size_t, int64_t);
size_t mill_unixrecvuntil_(struct mill_unixsock_ *, void *, size_t, const char *, size_t, int64_t);
void mill_unixshutdown_(struct mill_unixsock_ *, int);
void mill_unixclose_(struct mill_unixsock_ *);

/* TLS. */
struct mill_sslsock_ *mill_ssllisten_(struct mill_ipaddr, const char *, const char *, int);
int mill_sslport_(struct mill_sslsock_ *);
struct mill_sslsock_ *mill_sslconnect_(struct mill_ipaddr, int64_t);
struct mill_sslsock_ *mill_sslaccept_(struct mill_sslsock_ *, int64_t);
struct mill_ipaddr mill_ssladdr_(struct mill_sslsock_ *);
size_t mill_sslrecv_(struct mill_sslsock_ *, void *, int, int64_t);
size_t mill_sslrecvuntil_(struct mill_sslsock_ *, void *, size_t, const char *, size_t, int64_t);
size_t mill_sslsend_(struct mill_sslsock_ *, const void *, int, int64_t);
void mill_sslflush_(struct mill_sslsock_ *, int64_t);
void mill_sslclose_(struct mill_sslsock_ *);

/* Files. */
struct mill_file *mill_mfopen_(const char *, int, mode_t);
size_t mill_mfwrite_(struct mill_file *, const void *, size_t, int64_t);
void mill_mfflush_(struct mill_file *, int64_t);
size_t mill_mfread_(struct mill_file *, void *, size_t, int64_t);
void mill_mfclose_(struct mill_file *);
off_t mill_mftell_(struct mill_file *);
off_t mill_mfseek_(struct mill_file *, off_t);
int mill_mfeof_(struct mill_file *);
struct mill_file *mill_mfin_(void);
struct mill_file *mill_mfout_(void);
struct mill_file *mill_mferr_(void);

/* What goes on, printed. */
void goredump(void);
void gotrace(int);

#if defined MILL_USE_PREFIX
#define MILL_IPADDR_IPV4 MILL_IPADDR_IPV4_
#define MILL_IPADDR_IPV6 MILL_IPADDR_IPV6_
#define MILL_IPADDR_PREF_IPV4 MILL_IPADDR_PREF_IPV4_
#define MILL_IPADDR_PREF_IPV6 MILL_IPADDR_PREF_IPV6_
#define MILL_IPADDR_MAXSTRLEN MILL_IPADDR_MAXSTRLEN_
typedef struct mill_ipaddr mill_ipaddr;
typedef struct mill_tcpsock_ *mill_tcpsock;
typedef struct mill_udpsock_ *mill_udpsock;
typedef struct mill_unixsock_ *mill_unixsock;
typedef struct mill_sslsock_ *mill_sslsock;
typedef struct mill_file *mill_mfile;
#define mill_iplocal mill_iplocal_
#define mill_ipremote mill_ipremote_
#define mill_ipaddrstr mill_ipaddrstr_
#define mill_tcplisten mill_tcplisten_
#define mill_tcpport mill_tcpport_
#define mill_tcpaccept mill_tcpaccept_
#define mill_tcpaddr mill_tcpaddr_
#define mill_tcpconnect mill_tcpconnect_
#define mill_tcpsend mill_tcpsend_
#define mill_tcpflush mill_tcpflush_
#define mill_tcprecv mill_tcprecv_
#define mill_tcprecvuntil mill_tcprecvuntil_
#define mill_tcpshutdown mill_tcpshutdown_
#define mill_tcpclose mill_tcpclose_
#define mill_udplisten mill_udplisten_
#define mill_udpport mill_udpport_
#define mill_udpsend mill_udpsend_
#define mill_udprecv mill_udprecv_
#define mill_udpclose mill_udpclose_
#define mill_unixlisten mill_unixlisten_
#define mill_unixaccept mill_unixaccept_
#define mill_unixconnect mill_unixconnect_
#define mill_unixpair mill_unixpair_
#define mill_unixsend mill_unixsend_
#define mill_unixflush mill_unixflush_
#define mill_unixrecv mill_unixrecv_
#define mill_unixrecvuntil mill_unixrecvuntil_
#define mill_unixshutdown mill_unixshutdown_
#define mill_unixclose mill_unixclose_
#define mill_ssllisten mill_ssllisten_
#define mill_sslport mill_sslport_
#define mill_sslconnect mill_sslconnect_
#define mill_sslaccept mill_sslaccept_
#define mill_ssladdr mill_ssladdr_
#define mill_sslrecv mill_sslrecv_
#define mill_sslrecvuntil mill_sslrecvuntil_
#define mill_sslsend mill_sslsend_
#define mill_sslflush mill_sslflush_
#define mill_sslclose mill_sslclose_
#define mill_mfopen mill_mfopen_
#define mill_mfwrite mill_mfwrite_
#define mill_mfflush mill_mfflush_
#define mill_mfread mill_mfread_
#define mill_mfclose mill_mfclose_
#define mill_mftell mill_mftell_
#define mill_mfseek mill_mfseek_
#define mill_mfeof mill_mfeof_
#define mill_mfin mill_mfin_()
#define mill_mfout mill_mfout_()
#define mill_mferr mill_mferr_()
#define mill_goredump goredump
#define mill_gotrace gotrace
#else
#define IPADDR_IPV4 MILL_IPADDR_IPV4_
#define IPADDR_IPV6 MILL_IPADDR_IPV6_
#define IPADDR_PREF_IPV4 MILL_IPADDR_PREF_IPV4_
#define IPADDR_PREF_IPV6 MILL_IPADDR_PREF_IPV6_
#define IPADDR_MAXSTRLEN MILL_IPADDR_MAXSTRLEN_
typedef struct mill_ipaddr ipaddr;
typedef struct mill_tcpsock_ *tcpsock;
typedef struct mill_udpsock_ *udpsock;
typedef struct mill_unixsock_ *unixsock;
typedef struct mill_sslsock_ *sslsock;
typedef struct mill_file *mfile;
#define iplocal mill_iplocal_
#define ipremote mill_ipremote_
#define ipaddrstr mill_ipaddrstr_
#define tcplisten mill_tcplisten_
#define tcpport mill_tcpport_
#define tcpaccept mill_tcpaccept_
#define tcpaddr mill_tcpaddr_
#define tcpconnect mill_tcpconnect_
#define tcpsend mill_tcpsend_
#define tcpflush mill_tcpflush_
#define tcprecv mill_tcprecv_
#define tcprecvuntil mill_tcprecvuntil_
#define tcpshutdown mill_tcpshutdown_
#define tcpclose mill_tcpclose_
#define udplisten mill_udplisten_
#define udpport mill_udpport_
#define udpsend mill_udpsend_
#define udprecv mill_udprecv_
#define udpclose mill_udpclose_
#define unixlisten mill_unixlisten_
#define unixaccept mill_unixaccept_
#define unixconnect mill_unixconnect_
#define unixpair mill_unixpair_
#define unixsend mill_unixsend_
#define unixflush mill_unixflush_
#define unixrecv mill_unixrecv_
#define unixrecvuntil mill_unixrecvuntil_
#define unixshutdown mill_unixshutdown_
#define unixclose mill_unixclose_
#define ssllisten mill_ssllisten_
#define sslport mill_sslport_
#define sslconnect mill_sslconnect_
#define sslaccept mill_sslaccept_
#define ssladdr mill_ssladdr_
#define sslrecv mill_sslrecv_
#define sslrecvuntil mill_sslrecvuntil_
#define sslsend mill_sslsend_
#define sslflush mill_sslflush_
#define sslclose mill_sslclose_
#define mfopen mill_mfopen_
#define mfwrite mill_mfwrite_
#define mfflush mill_mfflush_
#define mfread mill_mfread_
#define mfclose mill_mfclose_
#define mftell mill_mftell_
#define mfseek mill_mfseek_
#define mfeof mill_mfeof_
#define mfin mill_mfin_()
#define mfout mill_mfout_()
#define mferr mill_mferr_()
#endif

#endif
