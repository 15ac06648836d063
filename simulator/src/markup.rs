//! Text inside HTML and XML.

/// Text with the characters that mean something in HTML and XML replaced.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
