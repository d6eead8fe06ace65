// Components after Tarjan, "Depth-first search and linear graph algorithms" (SIAM J. Comput. 1972); without recursion,
// as packs may chain thousands of definitions.

#include "rules/definition_graph.h"

#include <algorithm>

namespace tenet {

namespace {
void collect_uses(const Term& term, std::vector<std::uint32_t>& uses) {
    if (term.op == Op::defined) uses.push_back(term.index);
    for (const Term& arg : term.args) collect_uses(arg, uses);
}
}  // namespace

DefinitionGraph uses_of_definitions(const Vocabulary& vocabulary) {
    DefinitionGraph graph(vocabulary.definitions.size());
    for (std::size_t i = 0; i < graph.size(); ++i) {
        collect_uses(vocabulary.definitions[i].body, graph[i]);
        std::sort(graph[i].begin(), graph[i].end());
        graph[i].erase(std::unique(graph[i].begin(), graph[i].end()), graph[i].end());
    }
    return graph;
}

std::vector<std::uint32_t> components(const DefinitionGraph& graph) {
    const std::uint32_t fresh = UINT32_MAX;
    std::vector<std::uint32_t> order(graph.size(), fresh), low(graph.size()), component(graph.size(), fresh);
    std::vector<std::uint32_t> stack;
    std::uint32_t count = 0, found = 0;
    struct Frame {
        std::uint32_t node;
        std::size_t next;
    };
    for (std::uint32_t root = 0; root < graph.size(); ++root) {
        if (order[root] != fresh) continue;
        std::vector<Frame> frames{{root, 0}};
        order[root] = low[root] = count++;
        stack.push_back(root);
        while (!frames.empty()) {
            Frame& frame = frames.back();
            const std::uint32_t node = frame.node;
            if (frame.next < graph[node].size()) {
                const std::uint32_t to = graph[node][frame.next++];
                if (order[to] == fresh) {
                    order[to] = low[to] = count++;
                    stack.push_back(to);
                    frames.push_back({to, 0});
                } else if (component[to] == fresh)
                    low[node] = std::min(low[node], order[to]);
                continue;
            }
            frames.pop_back();
            if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[node]);
            if (low[node] != order[node]) continue;
            while (component[node] == fresh) {
                component[stack.back()] = found;
                stack.pop_back();
            }
            ++found;
        }
    }
    return component;
}

}  // namespace tenet
