//! Emoji: one picture is one token, however many code points it is made of.

/// The length in bytes of the emoji that `rest` begins with.
pub(crate) fn emoji_length(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().peekable();
    let (_, first) = chars.next()?;
    if !is_picture(first) {
        return None;
    }
    let mut end = first.len_utf8();
    let mut joined = false;
    let mut flag = is_flag_letter(first);
    while let Some((at, c)) = chars.next() {
        let belongs = match c {
            '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}' => true,
            '\u{200D}' => chars.peek().is_some_and(|(_, next)| is_picture(*next)),
            _ if joined => is_picture(c),
            _ if flag => std::mem::take(&mut flag) && is_flag_letter(c),
            _ => false,
        };
        if !belongs {
            break;
        }
        joined = c == '\u{200D}';
        end = at + c.len_utf8();
    }
    Some(end)
}

fn is_picture(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B05}'..='\u{2B55}'
        | '\u{231A}'..='\u{23FF}' | '\u{25AA}'..='\u{25FE}' | '\u{2190}'..='\u{21AA}'
        | '\u{2934}' | '\u{2935}' | '\u{203C}' | '\u{2049}' | '\u{3030}' | '\u{303D}'
        | '\u{3297}' | '\u{3299}')
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}
