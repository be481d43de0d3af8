{#
    What the default of every dispatched macro does: it stops and says what is missing, so that an
    engine that nobody has tried fails at compile time and not with other numbers.

        no_version_for_engine('list_part')
          ->  Compilation Error: macro 'list_part' has no version for spark yet: write
              spark__list_part beside duckdb__list_part
#}
{% macro no_version_for_engine(name) %}
    {{ execute and exceptions.raise_compiler_error(
        "macro '" ~ name ~ "' has no version for " ~ target.type ~ " yet: write "
        ~ target.type ~ "__" ~ name ~ " beside duckdb__" ~ name
    ) }}
{% endmacro %}
