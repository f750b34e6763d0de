// libdill's go() in the shape of its header: a region with assembly between two library calls.
#include <setjmp.h>
#include <stddef.h>
int dill_prologue(sigjmp_buf **ctx, void **ptr, size_t len, int bndl, const char *file, int line);
void dill_epilogue(void);
#define dill_setjmp(ctx)                                                                                               \
    __extension__({                                                                                                    \
        int ret;                                                                                                       \
        asm("xor %%rax, %%rax" : "=a"(ret) : "d"(ctx) : "memory");                                                     \
        ret;                                                                                                           \
    })
#define dill_setsp(x)                                                                                                  \
    asm("" ::"r"(__builtin_alloca(sizeof(size_t))));                                                                   \
    asm volatile("leaq (%%rax), %%rsp" ::"rax"(x));
#define dill_go_(fn, ptr, len, bndl)                                                                                   \
    __extension__({                                                                                                    \
        sigjmp_buf *dill_ctx__;                                                                                        \
        void *dill_stk__ = (ptr);                                                                                      \
        int dill_handle__ = dill_prologue(&dill_ctx__, &dill_stk__, (len), (bndl), __FILE__, __LINE__);                \
        if (dill_handle__ >= 0) {                                                                                      \
            if (!dill_setjmp(*dill_ctx__)) {                                                                           \
                dill_setsp(dill_stk__);                                                                                \
                fn;                                                                                                    \
                dill_epilogue();                                                                                       \
            }                                                                                                          \
        }                                                                                                              \
        dill_handle__;                                                                                                 \
    })
#define go(fn) dill_go_(fn, NULL, 0, -1)
#define bundle_go(bndl, fn) dill_go_(fn, NULL, 0, bndl)
// libmill's shape: a statement, the opening call inside
#define go_statement(fn)                                                                                               \
    do {                                                                                                               \
        int handle = -1;                                                                                               \
        if (!dill_setjmp(handle)) {                                                                                    \
            handle = dill_prologue(NULL, NULL, 0, -1, __FILE__, __LINE__);                                             \
            fn;                                                                                                        \
            dill_epilogue();                                                                                           \
        }                                                                                                              \
    } while (0)
static void worker(int channel, int times) { (void)channel, (void)times; }
int start(int channel, int bundle, void (*indirect)(int)) {
    int handle = go(worker(channel, 3 + 4));
    go(worker(1, 2));
    bundle_go(bundle, indirect(channel));
    go_statement(worker(5, 6));
    return handle;
}
