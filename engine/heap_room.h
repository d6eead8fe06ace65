// Room on the heap of a thread before it works: a check of one article touches a thousand pages, and the first touch of each
// costs the system as much as the grounding of a fact. A large page costs no more than a hundred small ones, and is five
// hundred of them.
#pragma once

namespace tenet {

/// To be called once by a thread, before it works. What is allocated next lies on a page of 2 MiB where the system has such;
/// elsewhere nothing changes. Costs no memory beyond what is touched, rounded up to such a page.
void make_heap_room();

}  // namespace tenet
