//! Where randomness comes from: a seed.

/// A generator of pseudo-random numbers that gives the same sequence for a seed on every machine.
///
/// The algorithm is SplitMix64. It is for simulated values such as `uuid()`, never for secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: u64,
}

impl Random {
    /// Starts the sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Gives the next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Gives a number from 0 up to but without `end`, all equally likely; 0 if `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        if end == 0 {
            return 0;
        }
        // The first 2^64 mod end values would make some results likelier than others.
        let unfair = end.wrapping_neg() % end;
        loop {
            let bits = self.next_u64();
            if bits >= unfair {
                return bits % end;
            }
        }
    }

    /// Gives a text of the shape of a random UUID (version 4, lower case).
    pub fn uuid(&mut self) -> String {
        let bits = (u128::from(self.next_u64()) << 64) | u128::from(self.next_u64());
        let version = (bits & !(0xf << 76)) | (0x4 << 76);
        let variant = (version & !(0x3 << 62)) | (0x2 << 62);
        let digits = format!("{variant:032x}");
        let mut text = String::with_capacity(36);
        for (index, digit) in digits.chars().enumerate() {
            if matches!(index, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_fixes_the_sequence() {
        // The published first values of SplitMix64 for seed 0.
        let mut random = Random::new(0);
        assert_eq!(random.next_u64(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.next_u64(), 0x6e78_9e6a_a1b9_65f4);
        let (mut one, mut two) = (Random::new(9), Random::new(9));
        assert_eq!(one.uuid(), two.uuid());
        assert_ne!(one.uuid(), one.uuid());
    }

    #[test]
    fn below_stays_below_and_meets_every_value() {
        let mut random = Random::new(3);
        let mut met = [false; 7];
        for _ in 0..500 {
            met[random.below(7) as usize] = true;
        }
        assert_eq!(met, [true; 7]);
        assert_eq!(random.below(1), 0);
        assert_eq!(random.below(0), 0);
        for _ in 0..100 {
            assert!(random.below(u64::MAX) < u64::MAX);
        }
    }

    #[test]
    fn a_uuid_has_the_shape_of_version_4() {
        let mut random = Random::new(1);
        for _ in 0..200 {
            let text = random.uuid();
            let lengths: Vec<usize> = text.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{text}");
            assert!(text.bytes().all(|b| b == b'-' || b.is_ascii_digit() || (b'a'..=b'f').contains(&b)), "{text}");
            assert_eq!(text.as_bytes()[14], b'4', "{text}");
            assert!(matches!(text.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{text}");
        }
    }
}
