-- Words in which the rules of remark_rules/ are written. Rows are many and what is odd is rare: so cheap looks at every
-- row, or at a sample, decide what is counted exactly.

create or replace temp macro threshold(wanted) as (select value from thresholds where name = wanted);

create or replace temp macro with_article(role) as case when role = 'item' then 'an item' else 'a ' || role end;

-- what programs write where there is no value
create or replace temp macro is_word_for_nothing(id) as
    lower(id) in (
        'na', 'n/a', '#n/a', '<na>', 'nan', 'null', '(null)', 'none', 'nil', '\n', 'undefined', 'unknown', '-', '?', '-1'
    )
    or starts_with(id, '00') and ltrim(id, '0-') = '';

-- whether an id is worth a second look
create or replace temp macro is_odd(id) as
    strlen(id) <> length(id)
    or suffix(id, '.0')
    or contains(id, 'E+')
    or contains(id, 'e+')
    or left(id, 1) in ('[', '{', ' ', chr(9))
    or right(id, 1) in (' ', chr(9))
    or is_word_for_nothing(trim(id));
