//! Characters of the Arabic block, told by the two bytes that each is written with.

/// The two bytes that the first character of the block is written with.
const FIRST: usize = 0xD880;
/// How many pairs of bytes there are from there on, those that no character is written with too.
const COUNT: usize = 0x340;

/// Some characters of the block, by their bytes.
pub(crate) struct Pairs([bool; COUNT]);

impl Pairs {
    /// Those that are told of all 256, in order.
    pub(crate) const fn of(told: [bool; 256]) -> Self {
        let mut pairs = [false; COUNT];
        let mut at = 0;
        while at < COUNT {
            let pair = FIRST + at;
            // The two low bits of the first byte are the two high ones of the place.
            let place = (pair >> 8 & 3) << 6 | pair & 0x3f;
            pairs[at] = pair & 0xC0 == 0x80 && told[place];
            at += 1;
        }
        Self(pairs)
    }

    /// Whether two bytes are one of them.
    #[inline(always)]
    pub(crate) fn has(&self, pair: [u8; 2]) -> bool {
        let place = usize::from(u16::from_be_bytes(pair)).wrapping_sub(FIRST);
        self.0.get(place) == Some(&true)
    }
}
