//! Folding, keys and tokens: what a stranger would doubt.

use proptest::prelude::*;
use tantivy_persian::{TokenKind, fold, key, tag_key, to_latin_digits, to_persian_digits, tokens};

#[test]
fn one_spelling_for_each_way_to_write_a_word() {
    let same = [
        ("كتاب علي", "کتاب علی"),
        ("موسى", "موسی"),
        ("خانۀ", "خانه"),
        ("خانهٔ", "خانه"),
        ("مسؤول", "مسوول"),
        ("تأثیر", "تاثیر"),
        ("آتش", "اتش"),
        ("مدرسة", "مدرسه"),
        ("مُحَمَّد", "محمد"),
        ("کتـــاب", "کتاب"),
        ("ﻛﺘﺎﺏ", "کتاب"),
        ("ﻻله", "لاله"),
        ("ﷲ", "الله"),
        ("عااااالی", "عالی"),
        ("خیــلے", "خیلی"),
        ("ھمہ", "همه"),
        ("ڪتاب", "کتاب"),
        ("۱۲٣", "123"),
        ("Café", "cafe"),
        ("ＡＢ", "ab"),
        ("\u{202B}کتاب\u{202C}", "کتاب"),
        ("ی یيی", "ی ی"),
    ];
    for (written, folded) in same {
        assert_eq!(fold(written).as_str(), folded, "{written}");
    }
}

#[test]
fn what_people_type_for_a_non_joiner_becomes_one() {
    for joiner in ['\u{200C}', '\u{AC}', '\u{AD}', '\u{200B}', '\u{200F}'] {
        assert_eq!(fold(&format!("می{joiner}رود")).as_str(), "می\u{200C}رود", "{joiner:?}");
    }
    assert_eq!(fold("\u{200C}کتاب\u{200C} ها").as_str(), "کتاب ها");
    assert_eq!(fold("a \u{AC} b").as_str(), "a \u{AC} b");
    assert_eq!(fold("soft\u{AD}ware").as_str(), "software");
    assert_eq!(fold("دو\u{200F}ر").as_str(), "دور");
}

#[test]
fn different_letters_stay_apart() {
    for (one, other) in [("سار", "صار"), ("ثار", "سار"), ("زن", "ظن"), ("تور", "طور"), ("غم", "قم")]
    {
        assert_ne!(key(one), key(other));
    }
}

#[test]
fn every_character_folds_to_a_fixed_point() {
    for c in '\0'..=char::MAX {
        for text in [c.to_string(), format!("ب{c}ب"), format!("a{c}")] {
            let once = fold(&text).as_str().to_owned();
            assert_eq!(fold(&once).as_str(), once, "{c:?}");
            assert_eq!(key(&once), key(&text), "{c:?}");
        }
    }
}

#[test]
fn digits_of_three_sets() {
    assert_eq!(to_latin_digits("۱۳۹۹ ١٣٩٩ 1399"), "1399 1399 1399");
    assert_eq!(to_persian_digits("۱۳۹۹ ١٣٩٩ 1399"), "۱۳۹۹ ۱۳۹۹ ۱۳۹۹");
}

#[test]
fn spellings_of_a_campaign_share_a_tag_key() {
    let want = "هرکتابداریککتابخوان";
    for tag in [
        "#هر_کتابدار_یک_کتابخوان",
        "#هر_كتابدار_يك_كتابخوان",
        "#هر_کتابدار_یک_کتاب‌خوان",
        "＃هرکتابداریککتابخوان_",
        "هر·کتابدار·یک·کتابخوان",
    ] {
        assert_eq!(tag_key(tag), want, "{tag}");
    }
}

/// Kind, bytes and key of a token.
type Seen = (TokenKind, &'static str, &'static str);

fn seen(text: &str) -> Vec<(TokenKind, &str, String)> {
    tokens(text).into_iter().map(|t| (t.kind, &text[t.range], t.key)).collect()
}

#[test]
fn tokens_cut_out_what_they_claim() {
    use TokenKind::*;
    let table: &[(&str, &[Seen])] = &[
        (
            "فیلم ۵دقیقه‌ای",
            &[(Word, "فیلم", "فیلم"), (Number, "۵", "5"), (Word, "دقیقه‌ای", "دقیقهای")],
        ),
        (
            "کتابsapiens رو",
            &[(Word, "کتاب", "کتاب"), (Word, "sapiens", "sapiens"), (Word, "رو", "رو")],
        ),
        (
            "📚کتاب😍خوب",
            &[
                (Emoji, "📚", "📚"),
                (Word, "کتاب", "کتاب"),
                (Emoji, "😍", "😍"),
                (Word, "خوب", "خوب"),
            ],
        ),
        ("👨‍👩‍👧🇮🇷", &[(Emoji, "👨‍👩‍👧", "👨‍👩‍👧"), (Emoji, "🇮🇷", "🇮🇷")]),
        (
            "شابک ۹۷۸-۹۶۴-۴۴۸-۰۴۴-۷",
            &[(Word, "شابک", "شابک"), (Isbn, "۹۷۸-۹۶۴-۴۴۸-۰۴۴-۷", "9789644480447")],
        ),
        ("964-448-044-9", &[(Isbn, "964-448-044-9", "9789644480447")]),
        ("0-8044-2957-X", &[(Isbn, "0-8044-2957-X", "9780804429573")]),
        (
            "978 964 448 044 7 ریال",
            &[(Isbn, "978 964 448 044 7", "9789644480447"), (Word, "ریال", "ریال")],
        ),
        ("۱٬۲۳۴٬۵۶۷ نفر", &[(Number, "۱٬۲۳۴٬۵۶۷", "1234567"), (Word, "نفر", "نفر")]),
        ("1399/01/05", &[(Number, "1399", "1399"), (Number, "01", "01"), (Number, "05", "05")]),
        ("(@iranpl) #تگ.", &[(Mention, "@iranpl", "iranpl"), (Hashtag, "#تگ", "تگ")]),
        (
            "https://www.Example.com/a/?b=1.",
            &[(Url, "https://www.Example.com/a/?b=1", "example.com/a/?b=1")],
        ),
        (
            "در t.me/ketab، سایت ketab.ir",
            &[
                (Word, "در", "در"),
                (Url, "t.me/ketab", "t.me/ketab"),
                (Word, "سایت", "سایت"),
                (Url, "ketab.ir", "ketab.ir"),
            ],
        ),
        ("every librarian’s", &[(Word, "every", "every"), (Word, "librarian’s", "librarians")]),
        ("\u{200F}کتاب\u{200C} «ها»", &[(Word, "کتاب", "کتاب"), (Word, "ها", "ها")]),
    ];
    for (text, want) in table {
        let want: Vec<_> = want.iter().map(|(k, w, key)| (*k, *w, (*key).to_owned())).collect();
        assert_eq!(seen(text), want, "{text}");
    }
}

#[test]
fn numbers_that_only_look_like_an_isbn() {
    for text in ["97896444804470", "0912-345-6789", "9644480448", "123456789"] {
        assert!(tokens(text).iter().all(|token| token.kind == TokenKind::Number), "{text}");
    }
}

/// Text made of what real posts are made of, and of anything else.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[آابپتسشکگلمنوهیيكئؤأة]{1,6}",
        1 => "[a-zA-Z0-9@#_./:'’]{1,8}",
        1 => "[\u{200C}\u{200B}\u{200E}\u{200F}\u{AD}\u{AC}\u{640}\u{64B}-\u{655}\u{200D}]{1,3}",
        1 => "[۰-۹٠-٩0-9,٬X -]{1,14}",
        1 => "\\PC{0,4}",
        1 => any::<String>(),
        2 => Just(" ".to_owned()),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in texts()) {
        let once = fold(&text).as_str().to_owned();
        let twice = fold(&once);
        prop_assert_eq!(twice.as_str(), &once);
        prop_assert_eq!(key(&once), key(&text));
    }

    #[test]
    fn every_folded_range_has_an_original_on_character_boundaries(text in texts(), from in 0usize..80, to in 0usize..80) {
        let folded = fold(&text);
        let range = folded.original(from..to);
        prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        prop_assert!(range.start <= range.end);
        for (at, c) in folded.as_str().char_indices() {
            let original = &text[folded.original(at..at + c.len_utf8())];
            prop_assert_eq!(original.chars().count(), 1);
            let plain = fold(original);
            prop_assert!(plain.as_str().contains(c) || c == '\u{200C}', "{:?} from {:?}", c, original);
        }
    }

    #[test]
    fn tokens_are_in_order_and_their_keys_come_from_their_bytes(text in texts()) {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(token.range.start >= end && token.range.end > token.range.start);
            end = token.range.end;
            prop_assert!(text.is_char_boundary(token.range.start) && text.is_char_boundary(end));
            if matches!(token.kind, TokenKind::Word | TokenKind::Hashtag) {
                prop_assert_eq!(key(&text[token.range]), token.key);
            }
        }
    }
}
