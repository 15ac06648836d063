//! What the same text means in Persian: folding, words, hashtag keys; a tantivy tokenizer.
