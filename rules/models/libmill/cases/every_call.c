/* SPDX-License-Identifier: MIT */
/* Every modelled call of libmill once; the comment on a line is the role the syntax tree must give it. */
#define MILL_USE_PREFIX
#include "libmill.h"

static void work(mill_chan ch) {
    mill_chs(ch, int, 1); // role: send
}

void every_call(mill_chan ch, mill_ipaddr address, mill_tcpsock tcp, mill_udpsock udp, mill_unixsock local,
                mill_sslsock tls, mill_mfile file) {
    char buffer[MILL_IPADDR_MAXSTRLEN];
    mill_chan other = mill_chmake(int, 2); // role: make
    mill_go(work(ch)); // role: spawn
    mill_prologue_("here"); // role: spawn
    mill_epilogue_(); // role: harmless
    other = mill_chdup(ch); // role: copy-memory
    int value = mill_chr(ch, int); // role: receive
    mill_choose { // role: harmless select
    mill_in(ch, int, got): // role: harmless
        value = got;
    mill_out(other, int, value): // role: harmless
    mill_deadline(mill_now() + 10): // role: harmless
    mill_end
    }
    mill_choose { // role: harmless select
    mill_otherwise: // role: harmless
    mill_end
    }
    mill_chdone(ch, int, 0); // role: close
    mill_chclose(other); // role: free
    mill_yield(); // role: yield
    mill_msleep(mill_now() + 10); // role: harmless sleep
    mill_fdwait(0, MILL_FDW_IN, -1); // role: io
    mill_fdclean(0); // role: harmless
    mill_mfork(); // role: harmless
    mill_cls(); // role: harmless
    mill_setcls(buffer); // role: harmless
    mill_goprepare(1, 4096, 8); // role: harmless
    mill_iplocal("name", 0, 0); // role: harmless
    mill_ipremote("name", 0, 0, -1); // role: io
    mill_ipaddrstr(address, buffer); // role: harmless
    mill_tcplisten(address, 0); // role: harmless
    mill_tcpport(tcp); // role: harmless
    mill_tcpaccept(tcp, -1); // role: io
    mill_tcpaddr(tcp); // role: harmless
    mill_tcpconnect(address, -1); // role: io
    mill_tcpsend(tcp, buffer, sizeof buffer, -1); // role: io
    mill_tcpflush(tcp, -1); // role: io
    mill_tcprecv(tcp, buffer, sizeof buffer, -1); // role: io
    mill_tcprecvuntil(tcp, buffer, sizeof buffer, "name", 1, -1); // role: io
    mill_tcpshutdown(tcp, 0); // role: harmless
    mill_tcpclose(tcp); // role: harmless
    mill_udplisten(address); // role: harmless
    mill_udpport(udp); // role: harmless
    mill_udpsend(udp, address, buffer, sizeof buffer); // role: io
    mill_udprecv(udp, &address, buffer, sizeof buffer, -1); // role: io
    mill_udpclose(udp); // role: harmless
    mill_unixlisten("name", 0); // role: harmless
    mill_unixaccept(local, -1); // role: io
    mill_unixconnect("name"); // role: io
    mill_unixpair(&local, &local); // role: harmless
    mill_unixsend(local, buffer, sizeof buffer, -1); // role: io
    mill_unixflush(local, -1); // role: io
    mill_unixrecv(local, buffer, sizeof buffer, -1); // role: io
    mill_unixrecvuntil(local, buffer, sizeof buffer, "name", 1, -1); // role: io
    mill_unixshutdown(local, 0); // role: harmless
    mill_unixclose(local); // role: harmless
    mill_ssllisten(address, "name", "name", 0); // role: harmless
    mill_sslport(tls); // role: harmless
    mill_sslconnect(address, -1); // role: io
    mill_sslaccept(tls, -1); // role: io
    mill_ssladdr(tls); // role: harmless
    mill_sslrecv(tls, buffer, 0, -1); // role: io
    mill_sslrecvuntil(tls, buffer, sizeof buffer, "name", 1, -1); // role: io
    mill_sslsend(tls, buffer, 0, -1); // role: io
    mill_sslflush(tls, -1); // role: io
    mill_sslclose(tls); // role: harmless
    mill_mfopen("name", 0, 0); // role: harmless
    mill_mfwrite(file, buffer, sizeof buffer, -1); // role: io
    mill_mfflush(file, -1); // role: io
    mill_mfread(file, buffer, sizeof buffer, -1); // role: io
    mill_mfclose(file); // role: harmless
    mill_mftell(file); // role: harmless
    mill_mfseek(file, 0); // role: harmless
    mill_mfeof(file); // role: harmless
    mill_mfin; // role: harmless
    mill_mfout; // role: harmless
    mill_mferr; // role: harmless
    mill_goredump(); // role: harmless
    mill_gotrace(0); // role: harmless
}
