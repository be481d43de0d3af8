{#
    The first line of a text that a regular expression finds something in, and another nothing; NULL where no line is
    like that. Lines end as Unicode says; blanks around a line are cut off, and runs of them become one.

        {{ first_matching_line("'  ' || chr(10) || 'Salt  Pepper' || chr(10) || 'Pans'", '[a-z]', ';$') }}
          ->  'Salt Pepper'
#}
{% macro first_matching_line(text, wanted, unwanted) -%}
    {{ return(adapter.dispatch('first_matching_line', 'corate')(text, wanted, unwanted)) }}
{%- endmacro %}

{% macro default__first_matching_line(text, wanted, unwanted) -%}
    {{ corate.no_version_for_engine('first_matching_line') }}
{%- endmacro %}

{% macro duckdb__first_matching_line(text, wanted, unwanted) -%}
    list_filter(
        list_transform(
            regexp_split_to_array({{ text }}, '[\n\x0B\f\r\x{85}\x{2028}\x{2029}]+'),
            lambda line: trim(regexp_replace(line, '{{ corate.blanks_pattern() }}+', ' ', 'g'))
        ),
        lambda line: regexp_matches(line, '{{ wanted }}') and not regexp_matches(line, '{{ unwanted }}')
    )[1]
{%- endmacro %}

{% macro spark__first_matching_line(text, wanted, unwanted) -%}
    get(
        filter(
            transform(
                split({{ text }}, {{ corate.spark_pattern('[\\n\\x0B\\f\\r\\x{85}\\x{2028}\\x{2029}]+') }}),
                line -> trim(regexp_replace(line, {{ corate.spark_pattern(corate.blanks_pattern() ~ '+') }}, ' '))
            ),
            line -> line rlike {{ corate.spark_pattern(wanted) }}
            and not line rlike {{ corate.spark_pattern(unwanted) }}
        ),
        0
    )
{%- endmacro %}
