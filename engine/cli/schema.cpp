// tenet schema: the schemas of what the program reads and writes, for editors and other programs.
#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>

#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "facts/embedded.h"

namespace tenet {

namespace {

struct Schema {
    std::string_view name, path;
};
constexpr std::array schemas{
    Schema{"facts", "facts/facts.xsd"},
    Schema{"rules", "rules/rules.xsd"},
    Schema{"json", "reports/tenet.schema.json"},
};

}  // namespace

void add_schema_options(CLI::App& app, Options& options) {
    add_words(app, options, "facts|rules|json",
              "of fact sets (XSD), rule packs (XSD), or the JSON that is printed (JSON Schema)");
    app.add_option("-o,--output", options.output, "write to this file, whole or not at all")->type_name("FILE");
}

int run_schema(const Options& options) {
    if (options.words.size() != 1)
        throw WrongUsage{"one schema is to be named", "usage: tenet schema facts|rules|json"};
    const std::string& name = options.words.front();
    const auto schema = std::find_if(schemas.begin(), schemas.end(), [&](const Schema& s) { return s.name == name; });
    if (schema == schemas.end()) {
        const std::string near = nearest(name, {"facts", "rules", "json"});
        throw WrongUsage{"there is no schema '" + name + '\'' + (near.empty() ? "" : "; did you mean '" + near + "'?"),
                         "usage: tenet schema facts|rules|json"};
    }
    const auto files = embedded_files();
    const auto file =
        std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& f) { return f.path == schema->path; });
    if (file == files.end()) throw std::logic_error(std::string(schema->path) + " is not part of this program");
    Output output(options.output);
    output.write(file->text);
    output.finish();
    return exit_good;
}

}  // namespace tenet
