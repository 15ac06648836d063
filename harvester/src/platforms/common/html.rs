//! HTML as plain text: what the author wrote, without the markup.
//!
//! Servers of the Mastodon family send p, br, span, a, and in newer versions lists, quotes and
//! code; feeds send anything. So this reads tag soup and never fails.

/// The text of an HTML fragment. Paragraphs are parted by an empty line, lines by a break; links
/// keep their whole address, the parts that a browser hides included.
pub(crate) fn plain_text(html: &str) -> String {
    let mut out = Writing::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.words(before);
        rest = match Tag::first(tag) {
            Some((tag, after)) => out.tag(tag, after),
            None => {
                out.words("<");
                tag.get(1..).unwrap_or_default()
            }
        };
    }
    out.words(rest);
    out.text.truncate(out.text.trim_end().len());
    out.text
}

/// One tag: its lowercase name and what stands in it.
struct Tag<'a> {
    name: String,
    closes: bool,
    inside: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag at the beginning of `text` and what follows it; `None` where `<` is only a sign.
    fn first(text: &'a str) -> Option<(Self, &'a str)> {
        if let Some(comment) = text.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(comment.len(), |at| at + 3);
            return Some((Self::named(""), comment.get(end..)?));
        }
        let inside = text.get(1..)?;
        let starts = inside.trim_start_matches('/').chars().next()?;
        if !(starts.is_ascii_alphabetic() || matches!(starts, '!' | '?')) {
            return None;
        }
        let end = tag_end(inside)?;
        let (inside, after) = (inside.get(..end)?, inside.get(end + 1..)?);
        let closes = inside.starts_with('/');
        let name = inside.trim_start_matches('/');
        let ends = |c: char| c.is_ascii_whitespace() || c == '/';
        let name = name.split(ends).next().unwrap_or_default().to_ascii_lowercase();
        Some((Self { name, closes, inside }, after))
    }

    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), closes: false, inside: "" }
    }
}

/// Where the `>` stands that ends a tag; one inside quotes does not. It stops at a `<` outside
/// quotes, so that hostile soup is read in linear time.
fn tag_end(inside: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inside.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at),
            (b'<', None) => return None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    inside.find('>')
}

/// The text so far, and what has to come before the next word.
#[derive(Default)]
struct Writing {
    text: String,
    lines: usize,
    space: bool,
    preformatted: usize,
}

impl Writing {
    /// Takes a tag; returns what is still to be read.
    fn tag<'a>(&mut self, tag: Tag<'a>, after: &'a str) -> &'a str {
        match tag.name.as_str() {
            "br" => self.lines = (self.lines + 1).min(2),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol" | "pre"
            | "figure" | "table" | "section" | "article" => self.lines = 2,
            "div" | "li" | "tr" | "hr" | "dt" | "dd" | "figcaption" | "header" | "footer" => {
                self.lines = self.lines.max(1);
            }
            "td" | "th" => self.space = true,
            "script" | "style" | "template" | "head" if !tag.closes => {
                return past(after, &tag.name);
            }
            _ => {}
        }
        if tag.name == "pre" {
            let depth = if tag.closes { self.preformatted.saturating_sub(1) } else { 1 };
            self.preformatted = depth;
        }
        // A server's own "RE: address" before a quoting post is none of the author's words.
        if tag.name == "p" && !tag.closes && tag.inside.contains("quote-inline") {
            return past(after, "p");
        }
        after
    }

    /// Takes text between tags. Only HTML's own white space is folded; a half-space is a letter.
    fn words(&mut self, raw: &str) {
        let mut rest = raw;
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            let (c, after) = match c {
                '&' => reference(after).unwrap_or((c, after)),
                '\n' if self.preformatted > 0 => {
                    self.lines = (self.lines + 1).min(2);
                    rest = after;
                    continue;
                }
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    self.space = true;
                    rest = after;
                    continue;
                }
                _ => (c, after),
            };
            self.letter(c);
            rest = after;
        }
    }

    fn letter(&mut self, c: char) {
        if self.text.is_empty() {
            self.lines = 0;
        } else if self.lines > 0 {
            self.text.extend(std::iter::repeat_n('\n', self.lines));
        } else if self.space {
            self.text.push(' ');
        }
        (self.lines, self.space) = (0, false);
        self.text.push(c);
    }
}

/// What follows the element's end.
fn past<'a>(text: &'a str, name: &str) -> &'a str {
    let ends = |at: &usize| {
        let found = text.get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    let end = text.match_indices("</").map(|(at, _)| at).find(ends);
    let after = end.and_then(|at| text.get(at..)).unwrap_or_default();
    after.find('>').and_then(|at| after.get(at + 1..)).unwrap_or_default()
}

/// The character that a reference (after its `&`) stands for, and what follows.
fn reference(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let (name, after) = (text.get(..end)?, text.get(end + 1..)?);
    let found = match name.strip_prefix('#') {
        Some(code) => match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => code.parse().ok(),
        }
        .and_then(char::from_u32)?,
        None => NAMES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((found, after))
}

/// The references by name that prose in our languages is written with (from the HTML standard's
/// table of named character references).
const NAMES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("shy", '\u{ad}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("bull", '•'),
    ("middot", '·'),
    ("times", '×'),
    ("divide", '÷'),
    ("deg", '°'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("num", '#'),
    ("commat", '@'),
    ("lowbar", '_'),
    ("sol", '/'),
    ("colon", ':'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("ccedil", 'ç'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain_text;

    #[test]
    fn servers_markup_becomes_what_was_written() {
        let table = [
            ("<p>یک<br>دو<br />سه</p><p>چهار</p>", "یک\nدو\nسه\n\nچهار"),
            (
                "<p>a <a href=\"https://x.example/tags/b\" class=\"mention hashtag\" rel=\"tag\">#<span>b_پ</span></a> c</p>",
                "a #b_پ c",
            ),
            (
                "<span class=\"h-card\"><a class=\"u-url mention\">@<span>sara</span></a></span> سلام",
                "@sara سلام",
            ),
            (
                "<a href=\"https://books.example/long\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">books.example/</span><span class=\"invisible\">long</span></a>",
                "https://books.example/long",
            ),
            ("<ul><li>یک</li><li>دو</li></ul><p>پس</p>", "یک\nدو\n\nپس"),
            (
                "کتاب&zwnj;خوان &amp;amp; &#x6A9;&#1705; &lt;b&gt; &unknown; &",
                "کتاب\u{200c}خوان &amp; کک <b> &unknown; &",
            ),
            ("a  \n b<!-- c > --> d", "a b d"),
            ("2 < 3 و 4 > 1 <3", "2 < 3 و 4 > 1 <3"),
            ("<script>x</script>y<style>z", "y"),
            ("<p class=\"quote-inline\">RE: <a>x</a></p><p>y</p>", "y"),
            ("<img alt=\"a>b\">x", "x"),
            ("<pre>a\n  b</pre>", "a\nb"),
            ("", ""),
        ];
        for (html, text) in table {
            assert_eq!(plain_text(html), text, "{html}");
        }
    }

    proptest! {
        #[test]
        fn escaped_text_comes_back(text in "[a-zآ-ی<>&\"'#@\u{200c}]{0,40}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            prop_assert_eq!(plain_text(&format!("<p>{escaped}</p>")), text);
        }

        #[test]
        fn soup_is_read_without_a_fault(soup in "[<>/!&;#xp a\"'=-]{0,60}") {
            plain_text(&soup);
        }
    }
}
