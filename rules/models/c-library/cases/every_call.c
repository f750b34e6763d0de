// SPDX-License-Identifier: MIT
// Every modelled call once; the comment at the end of a line is the role that its call must get.
#define _GNU_SOURCE
#define __NO_CTYPE
#include <alloca.h>
#include <assert.h>
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

// What compilers and other C libraries call; the headers of glibc 2.36 do not declare it.
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlcat(char *to, const char *from, size_t size);
int __printf_chk(int flag, const char *format, ...);
int __fprintf_chk(FILE *file, int flag, const char *format, ...);
int __sprintf_chk(char *text, int flag, size_t size, const char *format, ...);
int __snprintf_chk(char *text, size_t count, int flag, size_t size, const char *format, ...);

static FILE *file;
static struct sockaddr address;
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
    memory = strdup(text); // role: allocate
    memory = strndup(text, size); // role: allocate
    memory = (alloca)(size); // role: allocate
}

void free_memory_calls(void) {
    free(memory); // role: free-memory
}

void copy_memory_calls(void) {
    memcpy(memory, memory, size); // role: copy-memory
    memmove(memory, memory, size); // role: copy-memory
    mempcpy(memory, memory, size); // role: copy-memory
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
    time(&now); // role: harmless
    localtime(&now); // role: harmless
    gmtime(&now); // role: harmless
    mktime(&date); // role: harmless
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
}

void harmless_calls3(void) {
    getc(file); // role: harmless
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
    strtok(text, text); // role: harmless
    strnlen(text, size); // role: harmless
    signal(number, SIG_IGN); // role: harmless
    kill(process, number); // role: harmless
    rename(text, text); // role: harmless
    mkdir(text, 0700); // role: harmless
    chmod(text, 0700); // role: harmless
    stat(text, &status); // role: harmless
    fstat(number, &status); // role: harmless
    lstat(text, &status); // role: harmless
    access(text, number); // role: harmless
    dup2(number, number); // role: harmless
    strtod(text, &text); // role: harmless
    strtof(text, &text); // role: harmless
    gettimeofday(&coarse, memory); // role: harmless
    clock_gettime(CLOCK_MONOTONIC, &precise); // role: harmless
    clock_getres(CLOCK_MONOTONIC, &precise); // role: harmless
    localtime_r(&now, &date); // role: harmless
    gmtime_r(&now, &date); // role: harmless
    difftime(now, now); // role: harmless
    pow(real, real); // role: harmless
    fmod(real, real); // role: harmless
    ungetc(number, file); // role: harmless
    listen(number, number); // role: harmless
    shutdown(number, number); // role: harmless
}

void harmless_calls4(void) {
    strncmp(text, text, size); // role: harmless
    strncasecmp(text, text, size); // role: harmless
    memcmp(memory, memory, size); // role: harmless
    memchr(memory, number, size); // role: harmless
    memrchr(memory, number, size); // role: harmless
    strtol(text, &text, number); // role: harmless
    strtoul(text, &text, number); // role: harmless
    strtoll(text, &text, number); // role: harmless
    strtoull(text, &text, number); // role: harmless
    fseek(file, number, number); // role: harmless
    lseek(number, 0, number); // role: harmless
    fgets(text, number, file); // role: harmless
    getline(&text, &size, file); // role: harmless
    strtok_r(text, text, &text); // role: harmless
    strerror_r(number, text, size); // role: harmless
    bind(number, &address, length); // role: harmless
    socket(number, number, number); // role: harmless
    freopen(text, text, file); // role: harmless
    sigaction(number, &action, &action); // role: harmless
    sigprocmask(number, &signals, &signals); // role: harmless
    setenv(text, text, number); // role: harmless
    dup(number); // role: harmless
    raise(number); // role: harmless
    sigemptyset(&signals); // role: harmless
    sigfillset(&signals); // role: harmless
    fread(memory, size, size, file); // role: harmless
    fwrite(memory, size, size, file); // role: harmless
    setvbuf(file, text, number, size); // role: harmless
    strftime(text, size, text, &date); // role: harmless
    qsort(memory, size, size, compare); // role: harmless
    setsockopt(number, number, number, memory, length); // role: harmless
    getsockopt(number, number, number, memory, &length); // role: harmless
    printf(text); // role: harmless
    scanf(text); // role: harmless
    fprintf(file, text); // role: harmless
    dprintf(number, text); // role: harmless
    sprintf(text, text); // role: harmless
    sscanf(text, text); // role: harmless
    fscanf(file, text); // role: harmless
    syslog(number, text); // role: harmless
}

void harmless_calls5(va_list arguments) {
    open(text, O_CREAT, 0600); // role: harmless
    fcntl(number, number); // role: harmless
    ioctl(number, size); // role: harmless
    asprintf(&text, text); // role: harmless
    snprintf(text, size, text); // role: harmless
    openat(number, text, number); // role: harmless
    vprintf(text, arguments); // role: harmless
    vfprintf(file, text, arguments); // role: harmless
    vdprintf(number, text, arguments); // role: harmless
    vsprintf(text, text, arguments); // role: harmless
    vsscanf(text, text, arguments); // role: harmless
    vsnprintf(text, size, text, arguments); // role: harmless
    __printf_chk(number, text); // role: harmless
    __fprintf_chk(file, number, text); // role: harmless
    __sprintf_chk(text, number, size, text); // role: harmless
    __snprintf_chk(text, size, number, size, text); // role: harmless
    warn(text); // role: harmless
    warnx(text); // role: harmless
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
