#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/// How often the process has asked for memory; -1 where the platform does not let it be counted.
long long allocation_count(void);

#endif
