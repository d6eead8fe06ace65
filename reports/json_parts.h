// Parts of the JSON that several commands print.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "reports/results.h"

namespace tenet {

/// A conflict, check or expectation as `check` prints it.
nlohmann::ordered_json finding_json(const Finding& finding, const Sources& sources);
/// Facts, laws and steps.
nlohmann::ordered_json reason_json(const Reason& reason, const Sources& sources);
/// {"id", "file", "line", "column"}
nlohmann::ordered_json fact_json(const FactRef& fact, const Sources& sources);
/// What an answer is: bounds, days or bindings, beside its word.
void put_answer(nlohmann::ordered_json& out, const Answer& answer, const Sources& sources);
/// The answers in the repairs of what is contradictory, one by one and taken together.
nlohmann::ordered_json repairs_json(const Answer& answer, const Sources& sources);
/// A report put together a member at a time, indented as a tree of it would be; ends with a line end. What its
/// lists hold becomes a tree one by one: a tree of all takes several times its text, and nlohmann's takes memory even to be freed.
class JsonReport {
public:
    /// Without a key: into a list.
    void put(std::string_view key, const nlohmann::ordered_json& value);
    /// [json_of(item), ...]
    template <class Items, class JsonOf>
    void put_list(std::string_view key, const Items& items, const JsonOf& json_of) {
        open(key, '[');
        for (const auto& item : items) put({}, json_of(item));
        close(']');
    }
    /// An object that has what `put_members()` puts.
    template <class PutMembers>
    void put_object(std::string_view key, const PutMembers& put_members) {
        open(key, '{');
        put_members();
        close('}');
    }
    /// All of it; nothing may be put then.
    std::string text();

private:
    void begin(std::string_view key);
    void open(std::string_view key, char bracket);
    void close(char bracket);

    std::string text_ = "{";
    std::size_t depth_ = 1;
    bool empty_ = true;  // what was opened last
};

}  // namespace tenet
