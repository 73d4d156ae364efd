#include "CFuzzer.h"

#include <stdatomic.h>
#include <stdbool.h>

// Weak, so that the same programs link with and without libFuzzer and the sanitizers.
extern size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maximum) __attribute__((weak));
extern int __sanitizer_install_malloc_and_free_hooks(
    void (*allocated)(const volatile void *, size_t), void (*freed)(const volatile void *))
    __attribute__((weak));
extern size_t __sanitizer_get_allocated_size(const volatile void *) __attribute__((weak));

size_t fuzzer_mutate(uint8_t *data, size_t size, size_t maximum) {
  return LLVMFuzzerMutate ? LLVMFuzzerMutate(data, size, maximum) : size;
}

static atomic_long held, most;
static atomic_bool counts;

static void was_allocated(const volatile void *block, size_t size) {
  (void)block;
  if (!atomic_load_explicit(&counts, memory_order_relaxed)) return;
  long now = atomic_fetch_add_explicit(&held, (long)size, memory_order_relaxed) + (long)size;
  if (now > atomic_load_explicit(&most, memory_order_relaxed))
    atomic_store_explicit(&most, now, memory_order_relaxed);
}

static void was_freed(const volatile void *block) {
  if (!block || !atomic_load_explicit(&counts, memory_order_relaxed)) return;
  long size = (long)__sanitizer_get_allocated_size(block);
  atomic_fetch_sub_explicit(&held, size, memory_order_relaxed);
}

void allocation_meter_begin(void) {
  static bool installed;
  if (!installed) {
    installed = true;
    if (__sanitizer_install_malloc_and_free_hooks && __sanitizer_get_allocated_size)
      __sanitizer_install_malloc_and_free_hooks(was_allocated, was_freed);
  }
  atomic_store(&held, 0);
  atomic_store(&most, 0);
  atomic_store(&counts, true);
}

size_t allocation_meter_end(void) {
  atomic_store(&counts, false);
  long peak = atomic_load(&most);
  return peak > 0 ? (size_t)peak : 0;
}

static uint64_t steps;
uint64_t steps_taken(void) { return steps; }

#ifdef COUNT_STEPS
// What -sanitize-coverage=edge,trace-pc-guard calls at each edge.
void __sanitizer_cov_trace_pc_guard(uint32_t *guard) {
  (void)guard;
  steps++;
}
void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop) {
  (void)start;
  (void)stop;
}
#endif
