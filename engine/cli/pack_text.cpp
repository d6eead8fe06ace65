// Declarations on a line each; of definitions, laws and checks the words first, then the expression as it was written.
#include "engine/cli/pack_text.h"

#include <algorithm>
#include <utility>

#include "reports/columns.h"
#include "reports/paint.h"
#include "reports/wording.h"

namespace tenet {

namespace {

std::string kind_name(KindId kind, const Vocabulary& vocabulary) {
    return kind == no_index ? "anything" : vocabulary.entity_kinds[kind].name;
}

std::string domain_text(const Domain& domain, const Vocabulary& vocabulary) {
    switch (domain.kind) {
        case Domain::Kind::entities: return kind_name(domain.index, vocabulary);
        case Domain::Kind::events:
            return domain.index == no_index ? "event" : vocabulary.event_kinds[domain.index].name;
        case Domain::Kind::number: return "number";
        case Domain::Kind::role: return domain.role;
        case Domain::Kind::holders: return "holders";
    }
    return {};
}

std::string parameters(const std::vector<Parameter>& params, const Vocabulary& vocabulary) {
    std::string out;
    for (const Parameter& param : params)
        out += (out.empty() ? "" : ", ") + param.name + ": " + domain_text(param.domain, vocabulary);
    return out;
}

class PackText {
public:
    PackText(const PackInfo& pack, const Vocabulary& vocabulary, const Style& style)
        : pack_(pack), vocabulary_(vocabulary), style_(style) {}

    std::string text() {
        out_ = paint(style_, Ink::strong, visible(pack_.id)) + ": " + visible(pack_.title) + '\n';
        options();
        declarations();
        definitions();
        laws();
        checks();
        const auto examples = std::count_if(vocabulary_.examples.begin(), vocabulary_.examples.end(),
                                            [&](const Example& example) { return example.pack == pack_.id; });
        if (examples > 0)
            out_ +=
                '\n' + count_of(static_cast<std::size_t>(examples), "example") + " (`tenet rules test` runs them)\n";
        return std::move(out_);
    }

private:
    // Lines "  NAME  REST" of those declared in this pack, under a title if there are any.
    template <class Declared, class Rest>
    void section(std::string_view title, const std::vector<Declared>& declared, Rest rest) {
        std::size_t width = 0;
        for (const Declared& each : declared)
            if (each.pack == pack_.id) width = std::max(width, columns(each.name));
        if (width == 0) return;
        out_ += '\n' + paint(style_, Ink::strong, title) + '\n';
        for (const Declared& each : declared)
            if (each.pack == pack_.id) {
                std::string line = wrapped("  " + padded(each.name, width) + "  ", rest(each), style_.width);
                while (line.size() > 1 && line[line.size() - 2] == ' ') line.erase(line.size() - 2, 1);
                out_ += line;
            }
    }

    void declarations() {
        section("kinds", vocabulary_.entity_kinds, [&](const EntityKind& kind) {
            return kind.parent == no_index ? std::string() : "under " + vocabulary_.entity_kinds[kind.parent].name;
        });
        section("event kinds", vocabulary_.event_kinds, [&](const EventKind& kind) {
            std::string roles;
            for (const Role& role : kind.roles)
                roles += (roles.empty() ? "" : ", ") + role.name + (role.many ? "*" : "") + ": " +
                         kind_name(role.kind, vocabulary_);
            return roles;
        });
        section("offices", vocabulary_.offices,
                [](const OfficeKind& office) { return std::string(office.single ? "one person at a time" : ""); });
        section("relations", vocabulary_.relations, [&](const RelationKind& relation) {
            return kind_name(relation.subject, vocabulary_) + " to " + kind_name(relation.object, vocabulary_) +
                   (relation.symmetric ? ", both ways" : "");
        });
    }

    void options() {
        bool first = true;
        for (const PackOption& option : vocabulary_.options) {
            if (option.pack != pack_.id) continue;
            if (std::exchange(first, false))
                out_ += '\n' + paint(style_, Ink::strong, "options, chosen with --option PACK:NAME=VALUE") + '\n';
            std::string values;
            for (const std::string& value : option.values)
                values += (values.empty() ? "" : ", ") + value + (value == option.value ? " (default)" : "");
            out_ += "  " + paint(style_, Ink::note, visible(option.name)) + ": " + visible(values) + '\n';
            if (!option.title.empty()) out_ += wrapped("    ", option.title, style_.width);
        }
    }

    // What has dates is shown by its versions, each with its own.
    void definitions() {
        bool first = true;
        for (const Definition& definition : vocabulary_.definitions) {
            if (definition.pack != pack_.id || definition.has_versions) continue;
            if (std::exchange(first, false)) out_ += '\n' + paint(style_, Ink::strong, "definitions") + '\n';
            const bool dated = definition.version_of != no_index;
            const std::string& name = dated ? vocabulary_.definitions[definition.version_of].name : definition.name;
            out_ += "  " + paint(style_, Ink::note, visible(name)) + '(' +
                    visible(parameters(definition.params, vocabulary_)) + ")" + applies(definition.applies) + '\n';
            if (!definition.title.empty()) out_ += wrapped("    ", definition.title, style_.width);
            out_ += wrapped("    = ", definition.text.text, style_.width);
            if (!definition.reference.empty()) out_ += wrapped("    see ", definition.reference, style_.width);
        }
    }

    static std::string applies(const Applies& dates) { return dates.always() ? "" : ", applies " + dates.text(); }

    void law(const Law& law, std::string_view behind) {
        out_ += "  " + paint(style_, Ink::note, visible(law.id)) + std::string(behind);
        if (!law.params.empty()) out_ += visible(" for " + parameters(law.params, vocabulary_));
        out_ += applies(law.applies) + '\n';
        if (!law.title.empty()) out_ += wrapped("    ", law.title, style_.width);
        if (!law.message.empty() && law.message != law.title)
            out_ += wrapped("    broken: ", law.message, style_.width);
        out_ += wrapped("    ", law.text.text, style_.width);
        if (!law.reference.empty()) out_ += wrapped("    see ", law.reference, style_.width);
    }

    void laws() {
        bool first = true;
        for (const Law& each : vocabulary_.laws) {
            if (each.pack != pack_.id) continue;
            if (std::exchange(first, false))
                out_ += '\n' + paint(style_, Ink::strong, "laws, true in every world on every day") + '\n';
            law(each, {});
        }
    }

    void checks() {
        bool first = true;
        for (const Check& check : vocabulary_.checks) {
            if (check.law.pack != pack_.id) continue;
            if (std::exchange(first, false))
                out_ += '\n' + paint(style_, Ink::strong, "checks, tested and never assumed") + '\n';
            switch (check.severity) {
                case Severity::error: law(check.law, " (error)"); break;
                case Severity::warning: law(check.law, " (warning)"); break;
                case Severity::note: law(check.law, " (note)"); break;
            }
        }
        for (const RecordCheck& records : vocabulary_.record_checks) {
            const Law& shape = records.check.law;
            if (shape.pack != pack_.id) continue;
            if (std::exchange(first, false))
                out_ += '\n' + paint(style_, Ink::strong, "checks, tested and never assumed") + '\n';
            const std::string_view level = records.check.severity == Severity::error     ? " (error)"
                                           : records.check.severity == Severity::warning ? " (warning)"
                                                                                         : " (note)";
            law(shape, std::string(level) + " for " + visible(records.variable + ": " + records.kind));
        }
    }

    const PackInfo& pack_;
    const Vocabulary& vocabulary_;
    const Style& style_;
    std::string out_;
};

}  // namespace

std::string pack_text(const PackInfo& pack, const Vocabulary& vocabulary, const Style& style) {
    return PackText(pack, vocabulary, style).text();
}

}  // namespace tenet
