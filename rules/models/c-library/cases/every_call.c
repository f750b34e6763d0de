// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#define _GNU_SOURCE
#define __NO_CTYPE
#include <alloca.h>
#include <arpa/inet.h>
#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <dlfcn.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <ifaddrs.h>
#include <libgen.h>
#include <locale.h>
#include <malloc.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <regex.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

// What compilers and other C libraries call; the headers of glibc 2.36 do not declare it.
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlcat(char *to, const char *from, size_t size);
int __printf_chk(int flag, const char *format, ...);
int __fprintf_chk(FILE *file, int flag, const char *format, ...);
int __sprintf_chk(char *text, int flag, size_t size, const char *format, ...);
int __snprintf_chk(char *text, size_t count, int flag, size_t size, const char *format, ...);

static FILE *file;
static struct sockaddr address;
static struct in_addr inet;
static struct sigaction action;
static struct tm date;
static struct stat status;
static struct timespec precise;
static struct timeval coarse;
static time_t now;
static sigset_t signals;
static socklen_t length;
static pid_t process;
static double real;
static size_t size;
static int number;
static char *text;
static void *memory;

static int compare(const void *left, const void *right) { return left < right; }

static void leave(void) {}

void allocate_calls(void) {
    memory = malloc(size); // role: allocate
    memory = calloc(size, size); // role: allocate
    memory = realloc(memory, size); // role: allocate
    memory = reallocarray(memory, size, size); // role: allocate
    memory = aligned_alloc(size, size); // role: allocate
    memory = memalign(size, size); // role: allocate
    memory = valloc(size); // role: allocate
    posix_memalign(&memory, size, size); // role: allocate
    asprintf(&text, "%d", number); // role: allocate
    memory = strdup(text); // role: allocate
    memory = strndup(text, size); // role: allocate
    memory = (alloca)(size); // role: allocate
    memory = mmap(memory, size, number, number, number, 0); // role: allocate
}

void free_memory_calls(void) {
    free(memory); // role: free-memory
}

void copy_memory_calls(void) {
    memcpy(memory, memory, size); // role: copy-memory
    memmove(memory, memory, size); // role: copy-memory
    mempcpy(memory, memory, size); // role: copy-memory
    memccpy(memory, memory, number, size); // role: copy-memory
    bcopy(memory, memory, size); // role: copy-memory
    strcpy(text, text); // role: copy-memory
    strcat(text, text); // role: copy-memory
    stpcpy(text, text); // role: copy-memory
    strncpy(text, text, size); // role: copy-memory
    strncat(text, text, size); // role: copy-memory
    strlcpy(text, text, size); // role: copy-memory
    strlcat(text, text, size); // role: copy-memory
    stpncpy(text, text, size); // role: copy-memory
}

void fill_memory_calls(void) {
    memset(memory, 0, size); // role: fill-memory
    bzero(memory, size); // role: fill-memory
    explicit_bzero(memory, size); // role: fill-memory
}

void leave_calls(int choice) {
    if (choice == 1) exit(number); // role: process-exit
    if (choice == 2) _exit(number); // role: process-exit
    if (choice == 3) _Exit(number); // role: process-exit
    if (choice == 4) quick_exit(number); // role: process-exit
    if (choice == 5) abort(); // role: process-exit
    if (choice == 6) __assert(text, text, number); // role: process-exit
    if (choice == 7) err(number, text); // role: process-exit
    if (choice == 8) errx(number, text); // role: process-exit
}

void harmless_calls1(void) {
    rand(); // role: harmless
    random(); // role: harmless
    clock(); // role: harmless
    getppid(); // role: harmless
    getuid(); // role: harmless
    geteuid(); // role: harmless
    getgid(); // role: harmless
    getegid(); // role: harmless
    sync(); // role: harmless
    __ctype_b_loc(); // role: harmless
    __ctype_tolower_loc(); // role: harmless
    __ctype_toupper_loc(); // role: harmless
    getchar(); // role: harmless
    getchar_unlocked(); // role: harmless
    puts(text); // role: harmless
    putchar(number); // role: harmless
    putchar_unlocked(number); // role: harmless
    perror(text); // role: harmless
    fflush(file); // role: harmless
    fclose(file); // role: harmless
    feof(file); // role: harmless
    ferror(file); // role: harmless
    fileno(file); // role: harmless
    clearerr(file); // role: harmless
    rewind(file); // role: harmless
    ftell(file); // role: harmless
    atoi(text); // role: harmless
    atol(text); // role: harmless
    atoll(text); // role: harmless
    atof(text); // role: harmless
    strlen(text); // role: harmless
    getenv(text); // role: harmless
    remove(text); // role: harmless
    unlink(text); // role: harmless
    rmdir(text); // role: harmless
    srand(4); // role: harmless
    srandom(4); // role: harmless
    abs(number); // role: harmless
    labs(number); // role: harmless
    llabs(number); // role: harmless
}

void harmless_calls2(void) {
    toupper(number); // role: harmless
    tolower(number); // role: harmless
    isalpha(number); // role: harmless
    isdigit(number); // role: harmless
    isalnum(number); // role: harmless
    isspace(number); // role: harmless
    isupper(number); // role: harmless
    islower(number); // role: harmless
    isprint(number); // role: harmless
    ispunct(number); // role: harmless
    isxdigit(number); // role: harmless
    iscntrl(number); // role: harmless
    isgraph(number); // role: harmless
    strerror(number); // role: harmless
    atexit(leave); // role: harmless
    at_quick_exit(leave); // role: harmless
    localtime(&now); // role: harmless
    gmtime(&now); // role: harmless
    ctime(&now); // role: harmless
    asctime(&date); // role: harmless
    alarm(4); // role: harmless
    umask(0700); // role: harmless
    chdir(text); // role: harmless
    fsync(number); // role: harmless
    fdatasync(number); // role: harmless
    isatty(number); // role: harmless
    sqrt(real); // role: harmless
    fabs(real); // role: harmless
    floor(real); // role: harmless
    ceil(real); // role: harmless
    sin(real); // role: harmless
    cos(real); // role: harmless
    tan(real); // role: harmless
    exp(real); // role: harmless
    log(real); // role: harmless
    log2(real); // role: harmless
    log10(real); // role: harmless
    fgetc(file); // role: harmless
    getc(file); // role: harmless
    time(&now); // role: harmless
}

void harmless_calls3(void) {
    mktime(&date); // role: harmless
    fputs(text, file); // role: harmless
    fputc(number, file); // role: harmless
    putc(number, file); // role: harmless
    fopen(text, text); // role: harmless
    fdopen(number, text); // role: harmless
    strcmp(text, text); // role: harmless
    strcasecmp(text, text); // role: harmless
    strcoll(text, text); // role: harmless
    strchr(text, number); // role: harmless
    strrchr(text, number); // role: harmless
    strstr(text, text); // role: harmless
    strpbrk(text, text); // role: harmless
    strspn(text, text); // role: harmless
    strcspn(text, text); // role: harmless
    strnlen(text, size); // role: harmless
    signal(number, SIG_IGN); // role: harmless
    kill(process, number); // role: harmless
    rename(text, text); // role: harmless
    mkdir(text, 0700); // role: harmless
    chmod(text, 0700); // role: harmless
    access(text, number); // role: harmless
    dup2(number, number); // role: harmless
    difftime(now, now); // role: harmless
    pow(real, real); // role: harmless
    fmod(real, real); // role: harmless
    ungetc(number, file); // role: harmless
    listen(number, number); // role: harmless
    shutdown(number, number); // role: harmless
    strtok(text, text); // role: harmless
    gettimeofday(&coarse, memory); // role: harmless
    stat(text, &status); // role: harmless
    fstat(number, &status); // role: harmless
    lstat(text, &status); // role: harmless
    strtod(text, &text); // role: harmless
    strtof(text, &text); // role: harmless
    clock_gettime(CLOCK_MONOTONIC, &precise); // role: harmless
    clock_getres(CLOCK_MONOTONIC, &precise); // role: harmless
    localtime_r(&now, &date); // role: harmless
    gmtime_r(&now, &date); // role: harmless
}

void harmless_calls4(void) {
    strncmp(text, text, size); // role: harmless
    strncasecmp(text, text, size); // role: harmless
    memcmp(memory, memory, size); // role: harmless
    memchr(memory, number, size); // role: harmless
    memrchr(memory, number, size); // role: harmless
    fseek(file, number, number); // role: harmless
    lseek(number, 0, number); // role: harmless
    bind(number, &address, length); // role: harmless
    socket(number, number, number); // role: harmless
    freopen(text, text, file); // role: harmless
    setenv(text, text, number); // role: harmless
    strtol(text, &text, number); // role: harmless
    strtoul(text, &text, number); // role: harmless
    strtoll(text, &text, number); // role: harmless
    strtoull(text, &text, number); // role: harmless
    strerror_r(number, text, size); // role: harmless
    fgets(text, number, file); // role: harmless
    getline(&text, &size, file); // role: harmless
    strtok_r(text, text, &text); // role: harmless
    sigaction(number, &action, &action); // role: harmless
    sigprocmask(number, &signals, &signals); // role: harmless
    dup(number); // role: harmless
    raise(number); // role: harmless
    sigemptyset(&signals); // role: harmless
    sigfillset(&signals); // role: harmless
    fread(memory, size, size, file); // role: harmless
    strftime(text, size, text, &date); // role: harmless
    qsort(memory, size, size, compare); // role: harmless
    fwrite(memory, size, size, file); // role: harmless
    setvbuf(file, text, number, size); // role: harmless
    setsockopt(number, number, number, memory, length); // role: harmless
    getsockopt(number, number, number, memory, &length); // role: harmless
    printf(text); // role: harmless
    scanf(text); // role: harmless
    fprintf(file, text); // role: harmless
    dprintf(number, text); // role: harmless
    syslog(number, text); // role: harmless
    open(text, O_CREAT, 0600); // role: harmless
    sprintf(text, text); // role: harmless
    sscanf(text, text); // role: harmless
}

void harmless_calls5(va_list arguments) {
    fscanf(file, text); // role: harmless
    fcntl(number, number); // role: harmless
    ioctl(number, size); // role: harmless
    snprintf(text, size, text); // role: harmless
    openat(number, text, number); // role: harmless
    vprintf(text, arguments); // role: harmless
    vfprintf(file, text, arguments); // role: harmless
    vdprintf(number, text, arguments); // role: harmless
    vsscanf(text, text, arguments); // role: harmless
    vsprintf(text, text, arguments); // role: harmless
    vsnprintf(text, size, text, arguments); // role: harmless
    __printf_chk(number, text); // role: harmless
    __fprintf_chk(file, number, text); // role: harmless
    __sprintf_chk(text, number, size, text); // role: harmless
    __snprintf_chk(text, size, number, size, text); // role: harmless
    warn(text); // role: harmless
    warnx(text); // role: harmless
    dlerror(); // role: harmless
    setsid(); // role: harmless
    getpagesize(); // role: harmless
    localeconv(); // role: harmless
    tmpfile(); // role: harmless
    pipe(&number); // role: harmless
    mkstemp(text); // role: harmless
    mktemp(text); // role: harmless
    tmpnam(text); // role: harmless
    getifaddrs(memory); // role: harmless
    rand_r(memory); // role: harmless
    uname(memory); // role: harmless
    regfree(memory); // role: harmless
    putenv(text); // role: harmless
    unsetenv(text); // role: harmless
    ntohs(number); // role: harmless
    htons(number); // role: harmless
    ntohl(number); // role: harmless
    htonl(number); // role: harmless
    inet_ntoa(inet); // role: harmless
    inet_addr(text); // role: harmless
    dlclose(memory); // role: harmless
    gai_strerror(number); // role: harmless
}

void harmless_calls6(void) {
    freeaddrinfo(memory); // role: harmless
    freeifaddrs(memory); // role: harmless
    acos(real); // role: harmless
    asin(real); // role: harmless
    atan(real); // role: harmless
    sinh(real); // role: harmless
    cosh(real); // role: harmless
    tanh(real); // role: harmless
    dirname(text); // role: harmless
    __xpg_basename(text); // role: harmless
    ttyname(number); // role: harmless
    sysconf(number); // role: harmless
    getpwuid(number); // role: harmless
    getpwnam(text); // role: harmless
    isascii(number); // role: harmless
    opendir(text); // role: harmless
    readdir(memory); // role: harmless
    closedir(memory); // role: harmless
    trunc(real); // role: harmless
    rint(real); // role: harmless
    round(real); // role: harmless
    getpgid(process); // role: harmless
    setuid(number); // role: harmless
    setgid(number); // role: harmless
    ftello(file); // role: harmless
    getc_unlocked(file); // role: harmless
    epoll_create1(number); // role: harmless
    strsignal(number); // role: harmless
    cbrt(real); // role: harmless
    lround(real); // role: harmless
    lrint(real); // role: harmless
    atan2(real, real); // role: harmless
    index(text, number); // role: harmless
    rindex(text, number); // role: harmless
    fchmod(number, 0700); // role: harmless
    hypot(real, real); // role: harmless
    dlopen(text, number); // role: harmless
    dlsym(memory, text); // role: harmless
    mblen(text, size); // role: harmless
    ftruncate(number, 0); // role: harmless
}

void harmless_calls7(void) {
    truncate(text, 0); // role: harmless
    munmap(memory, size); // role: harmless
    ldexp(real, number); // role: harmless
    setrlimit(number, memory); // role: harmless
    setbuf(file, text); // role: harmless
    div(number, number); // role: harmless
    sigismember(&signals, number); // role: harmless
    creat(text, number); // role: harmless
    fmin(real, real); // role: harmless
    fmax(real, real); // role: harmless
    setpgid(process, process); // role: harmless
    setlocale(number, text); // role: harmless
    strcasestr(text, text); // role: harmless
    putc_unlocked(number, file); // role: harmless
    eventfd(4, number); // role: harmless
    timerfd_create(number, number); // role: harmless
    rawmemchr(memory, number); // role: harmless
    strchrnul(text, number); // role: harmless
    strverscmp(text, text); // role: harmless
    wctomb(text, number); // role: harmless
    gethostname(text, size); // role: harmless
    getcwd(text, size); // role: harmless
    sigaddset(&signals, number); // role: harmless
    sigdelset(&signals, number); // role: harmless
    getloadavg(&real, number); // role: harmless
    timespec_get(&precise, number); // role: harmless
    strsep(&text, text); // role: harmless
    pipe2(&number, number); // role: harmless
    frexp(real, &number); // role: harmless
    modf(real, &real); // role: harmless
    getrusage(number, memory); // role: harmless
    getrlimit(number, memory); // role: harmless
    tcgetattr(number, memory); // role: harmless
    ctime_r(&now, text); // role: harmless
    sigaltstack(memory, memory); // role: harmless
    regcomp(memory, text, number); // role: harmless
    mbtowc(memory, text, size); // role: harmless
    mbstowcs(memory, text, size); // role: harmless
    wcstombs(text, memory, size); // role: harmless
    getopt(number, memory, text); // role: harmless
}

void harmless_calls8(void) {
    chown(text, number, number); // role: harmless
    mprotect(memory, size, number); // role: harmless
    madvise(memory, size, number); // role: harmless
    msync(memory, size, number); // role: harmless
    tcsetattr(number, number, memory); // role: harmless
    openlog(text, number, number); // role: harmless
    fseeko(file, 0, number); // role: harmless
    getsockname(number, &address, &length); // role: harmless
    getpeername(number, &address, &length); // role: harmless
    readlink(text, text, size); // role: harmless
    inet_pton(number, text, memory); // role: harmless
    setitimer(number, memory, memory); // role: harmless
    regerror(number, memory, text, size); // role: harmless
    memmem(memory, size, memory, size); // role: harmless
    epoll_ctl(number, number, number, memory); // role: harmless
    inet_ntop(number, memory, text, length); // role: harmless
    socketpair(number, number, number, &number); // role: harmless
    timerfd_settime(number, number, memory, memory); // role: harmless
    regexec(memory, text, size, memory, number); // role: harmless
    getopt_long(number, memory, text, memory, &number); // role: harmless
    getopt_long_only(number, memory, text, memory, &number); // role: harmless
    bsearch(memory, memory, size, size, compare); // role: harmless
}

void io_calls(void) {
    system(text); // role: io
    pclose(file); // role: io
    popen(text, text); // role: io
    getaddrinfo(text, text, memory, memory); // role: io
    gethostbyname(text); // role: io
    getnameinfo(memory, length, text, length, text, length, number); // role: io
}

// A compiler's builtin means its twin in the library.
void builtins(int value) {
    memory = __builtin_alloca(size); // role: allocate
    __builtin_memcpy(memory, text, size); // role: copy-memory
    __builtin_memmove(memory, text, size); // role: copy-memory
    __builtin___memcpy_chk(memory, text, size, size); // role: copy-memory
    __builtin_memset(memory, 0, size); // role: fill-memory
    __builtin___memset_chk(memory, 0, size, size); // role: fill-memory
    if (value) __builtin_abort(); // role: process-exit
}

void implied(int value) {
    assert(value > 0); // role: process-exit
    errno = 0; // role: harmless
}
