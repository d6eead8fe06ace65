// Room on the heap of a thread before it works: a check of one article touches a thousand pages, and each first touch of one
// costs the system as much as the work of a law. Two large pages cost less than thirty small ones.
#pragma once

namespace tenet {

/// To be called once by a thread, before it works. What is allocated next lies on pages of 2 MiB where the system has such;
/// elsewhere nothing changes. Costs no memory beyond what is touched, rounded up to such a page.
void make_heap_room();

}  // namespace tenet
