// Why a clash is one: the walk back from it over what each change followed from.
#include <algorithm>

#include "engine/propagation.h"

namespace tenet {

EntryId Propagation::latest(EntryId from, EntryId before) const {
    while (from != no_index && from >= before) from = trail_[from].previous;
    return from;
}

// What entry `e` followed from: a rule used whatever was known at that time, so the latest entries before it.
void Propagation::antecedents(EntryId e, std::vector<EntryId>& out) const {
    const Entry& entry = trail_[e];
    const auto add = [&](EntryId known) {
        const EntryId at = latest(known, e);
        if (at != no_index) out.push_back(at);
    };
    const auto of_truth = [&](TruthId t) { add(truths_[t].known); };
    const auto of_end = [&](NumberId x, Side side) { add(numbers_[x].known[static_cast<int>(side)]); };
    const auto of_view = [&](const View& v, Side side) {
        if (v.number != no_index) of_end(v.number, v.scale.sign() < 0 ? opposite(side) : side);
    };
    const Cause& cause = entry.cause;
    const Side side = entry.of == Entry::Of::upper ? Side::upper : Side::lower;
    switch (cause.why) {
    case Why::root:
    case Why::extra:
    case Why::decision:
    case Why::refuted: break;
    case Why::child:
    case Why::parent: of_truth(cause.a); break;
    case Why::children:
        for (const TruthId c : children(truths_[cause.a])) of_truth(c);
        break;
    case Why::siblings:
        of_truth(cause.a);
        for (const TruthId c : children(truths_[cause.a]))
            if (c != entry.id) of_truth(c);
        break;
    case Why::number:
        if (cause.b != 1) of_end(cause.a, Side::lower);
        if (cause.b != 0) of_end(cause.a, Side::upper);
        break;
    case Why::atom:
        of_truth(cause.a);
        if (cause.b == 1) of_end(entry.id, side);
        break;
    case Why::form_up:
        for (const Item& i : items(numbers_[cause.a])) of_end(i.number, i.coefficient.sign() < 0 ? opposite(side) : side);
        break;
    case Why::form_down: {
        Side low = side;
        for (const Item& i : items(numbers_[cause.a]))
            if (i.number == entry.id) low = i.coefficient.sign() < 0 ? side : opposite(side);
        of_end(cause.a, opposite(low));
        for (const Item& i : items(numbers_[cause.a]))
            if (i.number != entry.id) of_end(i.number, i.coefficient.sign() < 0 ? opposite(low) : low);
        break;
    }
    case Why::choice: {
        const Choice& c = choices_[numbers_[cause.a].begin];
        if (entry.of == Entry::Of::truth) {
            for (const Side s : {Side::lower, Side::upper}) of_view(c.gap[cause.b], s);
        } else if (const EntryId condition = latest(truths_[c.condition].known, e); condition != no_index) {
            out.push_back(condition);
        } else {
            for (const View& v : c.value) of_view(v, side);
        }
        break;
    }
    case Why::product:
        for (const Side s : {Side::lower, Side::upper}) {
            of_end(cause.a, s);
            for (const View& v : factors(numbers_[cause.a])) of_view(v, s);
        }
        break;
    }
}

void Propagation::explain(const std::vector<EntryId>& clash, EntryId floor, std::vector<EntryId>& decisions,
                          std::vector<std::uint32_t>& roots) {
    if (explained_.size() < trail_.size()) explained_.resize(trail_.size(), 0);
    ++explanation_;
    decisions.clear();
    roots.clear();
    std::vector<EntryId> open;
    const auto add = [&](EntryId e) {
        if (e == no_index || e < floor || explained_[e] == explanation_) return;
        explained_[e] = explanation_;
        open.push_back(e);
    };
    for (const EntryId e : clash) add(e);
    std::vector<EntryId> before;
    while (!open.empty()) {
        const EntryId e = open.back();
        open.pop_back();
        const Cause& cause = trail_[e].cause;
        if (cause.why == Why::root) roots.push_back(cause.a);
        if (cause.why == Why::decision) decisions.push_back(e);
        if (cause.why == Why::refuted) {
            const Refuted& r = refuted_[cause.a];
            roots.insert(roots.end(), r.roots.begin(), r.roots.end());
            for (const EntryId d : r.from) add(d);
        }
        before.clear();
        antecedents(e, before);
        for (const EntryId b : before) add(b);
    }
    std::sort(decisions.begin(), decisions.end());
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
}

}  // namespace tenet
