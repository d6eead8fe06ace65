// The smallest change of figures and dates that leaves a world, mixed with dropping facts where that is cheaper.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/components.h"
#include "engine/decider.h"
#include "engine/mend.h"

namespace tenet {

class ChangeSearch {
public:
    /// Grounds the facts of `choice` anew, with every figure and date of the facts `touchable` an unknown. `together`:
    /// all that speaks of `now` belongs to it. Throws OutOfTime where that does not end in time.
    ChangeSearch(FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                 const std::vector<CheckedExpression>& claims, std::vector<FactId> touchable, bool together,
                 const Limits& limits, Z3Context& context);

    struct Found {
        Mend mend;
        bool dates = false;  // dates were changed, else figures
        Rational least;  // no mend of this kind that touches these facts costs less; the mend's own cost may be above
                         // it where an end is excluded, or a date names more than one day
    };
    /// The cheapest mend that touches some of `facts` only (of those touchable), and changes either figures or dates.
    /// Nothing: there is none, or a limit.
    std::optional<Found> cheapest(const std::vector<FactId>& facts);
    /// Facts beside those touchable that stand in the way of anything cheaper: touching them too may help.
    std::vector<FactId> in_the_way(const Found& found);
    bool cut_short() const { return cut_short_; }  // the last call of cheapest()
    bool out_of_time() const { return decider_.out_of_time(); }

    /// Whether a fact has a figure or a date that a repair may change.
    static bool changeable(FactSet& facts, FactId id);

private:
    struct Unknown {
        Loosened what;
        NodeId node;
        Rational scale;  // cost of one, or of one day
        NodeId apart;    // what the new figure costs; how many days the new date is away
        NodeId untouched;
        std::vector<std::uint32_t> parts;  // the dates_of() that it stands for; of a figure itself
        std::string text;
        Rational value;  // of a figure, as written
        DayRange span;   // of a date, as written
    };
    struct Touchable {
        FactId fact;
        NodeId dropped;
        Rational weight;
        std::vector<Unknown> unknowns;
        std::vector<std::uint32_t> demands;  // constraints on its unknowns
    };

    void load(const std::vector<FactId>& facts);
    NodeId new_variable(Sort sort);
    void add_unknown(Touchable& touchable, const Loosened& what);
    bool possible(NodeId truth);
    NodeId at_most(const Rational& cost, bool dates, bool strict);
    NodeId only(bool dates);
    std::optional<Found> cheapest(const std::vector<FactId>& facts, bool dates);
    bool settle(const Unknown& unknown, NodeId& given, Mend& mend, FactId fact);
    bool settle_figure(const Unknown& unknown, NodeId& given, std::string& text);
    bool settle_date(const Unknown& unknown, NodeId& given, std::string& text);

    FactSet& facts_;
    GroundResult ground_;
    Problem& problem_;
    Decider decider_;
    std::vector<Touchable> touchable_;
    bool together_;
    Components components_;
    std::vector<std::uint32_t> stands_for_;  // by constraint: the one that dropping its fact lifts, or itself
    std::map<FactId, std::set<std::uint32_t>> islands_of_;
    // What is taken up at the moment:
    std::vector<std::uint32_t> constraints_;
    std::vector<const Touchable*> here_;
    NodeId cost_of_figures_ = 0, cost_of_days_ = 0;  // with what is dropped; days in grains
    Rational grain_;
    bool cut_short_ = false;
};

}  // namespace tenet
