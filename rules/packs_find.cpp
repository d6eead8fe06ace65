// Finds packs: named ones first, then those that fact sets and packs use; among the built-in ones, then in the
// folders of TENET_RULES_PATH. Puts each behind the packs it uses, and refuses circles.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "facts/embedded.h"
#include "rules/packs_reader.h"

namespace tenet {

namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t max_pack_bytes = std::uintmax_t{16} << 20;
constexpr std::size_t max_depth = 100;  // of packs that use packs

bool is_path(std::string_view name) {
    return name.find('/') != std::string_view::npos || name.find('\\') != std::string_view::npos ||
           name.ends_with(".xml");
}

std::optional<std::string> read_file(const std::string& path, std::string& why) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        why = "there is no such file";
    else if (fs::is_directory(status))
        why = "it is a folder";
    else if (fs::is_regular_file(status) && fs::file_size(path, error) > max_pack_bytes)
        why = "it is larger than 16 MiB";
    if (!why.empty()) return {};
    std::ifstream in(path, std::ios::binary);
    std::string text;
    // Read in pieces: what is no regular file (a pipe) does not tell its size.
    for (char buffer[1 << 16]; in.read(buffer, sizeof buffer) || in.gcount() > 0;) {
        text.append(buffer, static_cast<std::size_t>(in.gcount()));
        if (text.size() > max_pack_bytes) {
            why = "it is larger than 16 MiB";
            return {};
        }
    }
    if (in.bad() || !in.eof()) {
        why = "it cannot be read";
        return {};
    }
    return text;
}

std::string_view built_in_id(std::string_view path) {
    constexpr std::string_view folder = "rules/packs/", suffix = ".xml";
    if (!path.starts_with(folder) || !path.ends_with(suffix)) return {};
    return path.substr(folder.size(), path.size() - folder.size() - suffix.size());
}

}  // namespace

std::vector<std::string> built_in_packs() {
    std::vector<std::string> ids;
    for (const EmbeddedFile& file : embedded_files())
        if (const std::string_view id = built_in_id(file.path); !id.empty()) ids.emplace_back(id);
    return ids;
}

std::vector<PackFile> PackLoader::load(const FactSet& facts) {
    load_named();
    const std::size_t named = packs_.size();
    const PackWord core{"core", {}};
    if (const auto pack = find(core)) visit(*pack, core);
    for (const SetInfo& set : facts.sets)
        for (const UsedPack& use : set.uses) {
            const PackWord id = pack_word(use.id);
            if (const auto pack = find(id)) visit(*pack, id);
        }
    for (std::size_t i = 0; i < named; ++i) visit(i, {packs_[i].id, packs_[i].id_span});
    std::vector<PackFile> ordered;
    for (std::size_t index : order_) ordered.push_back(std::move(packs_[index]));
    return ordered;
}

void PackLoader::load_named() {
    for (const std::string& name : request_.named) {
        std::error_code error;
        if (!is_path(name)) {
            const std::size_t complaints = diagnostics_.list().size();
            if (by_id_.contains(name) || find_built_in(name) || find_in_folders(name)) continue;
            if (diagnostics_.list().size() > complaints) continue;
            if (!fs::is_regular_file(name, error)) {
                complain_missing({name, {}});
                continue;
            }
        }
        const fs::path canonical = fs::weakly_canonical(name, error);
        if (by_path_.contains(canonical.string())) continue;
        std::string why;
        std::optional<std::string> text = read_file(name, why);
        if (!text) {
            diagnostics_.error("no-pack", {}, "the rule pack '" + name + "' cannot be read: " + why);
            continue;
        }
        if (const auto pack = load_file(sources_.add(name, std::move(*text)), name))
            by_path_[canonical.string()] = *pack;
    }
}

std::optional<std::size_t> PackLoader::load_file(FileIndex file, const std::string& path) {
    Parsed<XmlDocument> document = XmlDocument::parse(file, sources_, diagnostics_);
    if (!document || !expect_root(document->root(), rules_namespace, "rules", diagnostics_)) return {};
    const XmlElement root = document->root();
    const PackAttributes attributes(root, {"id"}, {"title"}, diagnostics_);
    if (!attributes.complete()) return {};
    const PackWord id = attributes.word("id");
    PackFile pack{id.text, attributes.text("title"), path, file, id.span, std::move(*document), {}};
    for (XmlElement element : root.children()) {
        if (!element.is(rules_namespace, "use")) continue;
        const PackAttributes use(element, {"rules"}, {}, diagnostics_);
        if (use.complete()) pack.uses.push_back(use.word("rules"));
    }
    const auto [place, fresh] = by_id_.emplace(id.text, packs_.size());
    if (!fresh) {
        diagnostics_.error("pack-twice", id.span, "two rule packs are called '" + id.text + "'")
            .labels.push_back({packs_[place->second].id_span, "the other is here"});
        return {};
    }
    packs_.push_back(std::move(pack));
    states_.push_back(State::fresh);
    return packs_.size() - 1;
}

std::optional<std::size_t> PackLoader::find_built_in(std::string_view id) {
    if (request_.core_first && id == "core") return load_file(0, std::string(id));
    for (const EmbeddedFile& file : embedded_files())
        if (built_in_id(file.path) == id)
            return load_file(sources_.add("<built-in>/" + std::string(id) + ".xml", std::string(file.text)),
                             std::string(id));
    return {};
}

void add_core(Sources& sources) {
    for (const EmbeddedFile& file : embedded_files())
        if (built_in_id(file.path) == "core") sources.add("<built-in>/core.xml", std::string(file.text));
}

std::optional<Vocabulary> read_core() {
    Sources sources;
    add_core(sources);
    Diagnostics diagnostics;
    const FactSet nothing;
    std::optional<Vocabulary> core = read_packs({{}, {}, {}, true}, nothing, sources, diagnostics);
    if (!diagnostics.list().empty()) core.reset();
    return core;
}

bool uses_core_alone(const PackRequest& request, const FactSet& facts) {
    return request.named.empty() && request.options.empty() &&
           std::all_of(facts.sets.begin(), facts.sets.end(), [](const SetInfo& set) { return set.uses.empty(); });
}

std::optional<std::size_t> PackLoader::find_in_folders(std::string_view id) {
    for (const std::string& folder : request_.path) {
        const std::string path = (fs::path(folder) / (std::string(id) + ".xml")).string();
        std::error_code error;
        if (!fs::is_regular_file(path, error)) continue;
        std::string why;
        std::optional<std::string> text = read_file(path, why);
        if (!text) {
            diagnostics_.error("no-pack", {}, "the rule pack '" + path + "' cannot be read: " + why);
            return {};
        }
        const auto pack = load_file(sources_.add(path, std::move(*text)), path);
        if (pack && packs_[*pack].id != id)
            diagnostics_.error(
                "pack-name", packs_[*pack].id_span,
                "this pack is looked up as '" + std::string(id) + "' but called '" + packs_[*pack].id + "'",
                "name the file " + packs_[*pack].id + ".xml");
        return pack;
    }
    return {};
}

std::optional<std::size_t> PackLoader::find(const PackWord& use) {
    if (const auto known = by_id_.find(use.text); known != by_id_.end()) return known->second;
    const std::size_t complaints = diagnostics_.list().size();
    // An id is no path: what a fact set or a pack names cannot lead out of the folders.
    if (!is_path(use.text)) {
        if (const auto pack = find_built_in(use.text)) return pack;
        if (const auto pack = find_in_folders(use.text)) return pack;
    }
    if (diagnostics_.list().size() == complaints) complain_missing(use);
    return {};
}

std::vector<std::string> PackLoader::known_ids() const {
    std::vector<std::string> ids = built_in_packs();
    for (const auto& [id, index] : by_id_) ids.push_back(id);
    for (const std::string& folder : request_.path) {
        std::error_code error;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
            if (it->path().extension() == ".xml") ids.push_back(it->path().stem().string());
    }
    return ids;
}

void PackLoader::complain_missing(const PackWord& use) {
    const std::string near = nearest(use.text, known_ids());
    Diagnostic& complaint = diagnostics_.error("no-pack", use.span, "there is no rule pack '" + use.text + "'",
                                               near.empty() ? std::string() : "did you mean '" + near + "'?");
    std::string looked = "looked among the packs given with --rules, the built-in ones";
    for (const std::string& folder : request_.path) looked += (", " + folder);
    if (request_.path.empty()) looked += "; TENET_RULES_PATH names no folders";
    complaint.help = looked + (is_path(use.text) ? "; a pack is used by its id, not by its path" : "");
}

void PackLoader::visit(std::size_t pack, const PackWord& use) {
    if (states_[pack] == State::done) return;
    if (states_[pack] == State::open || open_.size() >= max_depth) {
        std::string circle;
        std::size_t from = 0;
        while (from < open_.size() && open_[from] != pack) ++from;
        for (std::size_t i = from; i < open_.size(); ++i) circle += packs_[open_[i]].id + " -> ";
        const std::string message = states_[pack] == State::open
                                        ? "rule packs use each other in a circle: " + circle + packs_[pack].id
                                        : "packs use packs more than 100 deep";
        diagnostics_.error("pack-circle", use.span, message);
        return;
    }
    states_[pack] = State::open;
    open_.push_back(pack);
    const std::vector<PackWord> uses = packs_[pack].uses;  // a copy: finding packs moves the list
    for (const PackWord& needed : uses)
        if (const auto found = find(needed)) visit(*found, needed);
    open_.pop_back();
    states_[pack] = State::done;
    order_.push_back(pack);
}

}  // namespace tenet
