#ifndef CFUZZER_H
#define CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own mutation of plain bytes. Without libFuzzer it returns the size unchanged.
size_t fuzzer_mutate(uint8_t *data, size_t size, size_t maximum);

/// Begins to count what is allocated and not yet freed. Counts only where a sanitizer's allocator is linked.
void allocation_meter_begin(void);
/// The most bytes that were held at once since the beginning; 0 where nothing counts.
size_t allocation_meter_end(void);

/// Edges of the control flow taken since the program began; 0 in builds that do not count them.
uint64_t steps_taken(void);

#endif
