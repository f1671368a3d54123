//! The picture as it is exported: formats, file names, texts, and how large a PNG can be.

use flowglass_diagram::svg::{Theme, write_svg};
use flowglass_diagram::{Overlay, Scene, Size, write_dot, write_mermaid};

/// What a picture can be exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportFormat {
    Svg,
    Png,
    Mermaid,
    Dot,
}

impl ExportFormat {
    /// All of them, in the order of a list.
    pub(crate) const ALL: [Self; 4] = [Self::Svg, Self::Png, Self::Mermaid, Self::Dot];

    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Svg => "SVG",
            Self::Png => "PNG",
            Self::Mermaid => "Mermaid",
            Self::Dot => "DOT",
        }
    }

    /// What it is good for, in a few words.
    pub(crate) fn about(self) -> &'static str {
        match self {
            Self::Svg => "sharp at any size",
            Self::Png => "twice the size",
            Self::Mermaid => "for Markdown",
            Self::Dot => "for Graphviz",
        }
    }

    /// The media type of its files.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Mermaid | Self::Dot => "text/plain;charset=utf-8",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Mermaid => "mmd",
            Self::Dot => "dot",
        }
    }

    /// The picture as text, as `flowglass render` writes it; of a PNG, the SVG that it is made of.
    pub(crate) fn text(self, scene: &Scene, overlay: Option<&Overlay>, theme: Theme) -> String {
        match self {
            Self::Svg | Self::Png => write_svg(scene, overlay, theme),
            Self::Mermaid => write_mermaid(scene, overlay),
            Self::Dot => write_dot(scene, overlay),
        }
    }

    /// Tells whether it has everything, also what is closed in the picture: such files are laid out anew elsewhere.
    pub(crate) fn is_whole(self) -> bool {
        match self {
            Self::Svg | Self::Png => false,
            Self::Mermaid | Self::Dot => true,
        }
    }

    /// The file's name: the flow's, as far as every system takes it in a file name.
    pub(crate) fn file_name(self, flow: &str) -> String {
        let plain =
            |character: char| if character.is_alphanumeric() || "-_.".contains(character) { character } else { '-' };
        let name: String = flow.chars().take(MOST_CHARACTERS).map(plain).collect();
        let name = name.trim_matches(['-', '.']);
        format!("{}.{}", if name.is_empty() { "flow" } else { name }, self.ending())
    }
}

/// The most characters of a flow's name in a file name: at four bytes each they stay below the usual limit of 255 bytes.
const MOST_CHARACTERS: usize = 60;

/// How large a PNG becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PngSize {
    /// In pixels.
    pub(crate) width: u32,
    /// In pixels.
    pub(crate) height: u32,
    /// Pixels for one pixel of the picture.
    pub(crate) scale: f64,
}

/// The size in which screens of today are sharp.
const WANTED_SCALE: f64 = 2.0;
/// The longest side of a canvas that Chromium and Firefox draw on.
const MOST_SIDE: f64 = 16_384.0;
/// The most pixels of a canvas: 256 MiB, what a tab can spare.
const MOST_PIXELS: f64 = 67_108_864.0;

impl PngSize {
    /// Twice the size of the picture, or as large as a canvas can be.
    pub(crate) fn of(picture: Size) -> Self {
        let (width, height) = (picture.width.max(1.0).ceil(), picture.height.max(1.0).ceil());
        let scale = WANTED_SCALE.min(MOST_SIDE / width.max(height)).min((MOST_PIXELS / (width * height)).sqrt());
        let pixels = |length: f64| (length * scale).floor().max(1.0) as u32;
        Self { width: pixels(width), height: pixels(height), scale }
    }

    /// What is to be said when it is smaller than it should be.
    pub(crate) fn remark(self) -> Option<String> {
        (self.scale < WANTED_SCALE).then(|| {
            format!(
                "The picture is too large for a PNG at twice its size: this one is {} by {} pixels, {} % of its size. An SVG has no limit.",
                self.width,
                self.height,
                (self.scale * 100.0).floor().max(1.0)
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_the_flows_as_far_as_systems_take_them() {
        let check = |flow: &str, expected: &str| assert_eq!(ExportFormat::Svg.file_name(flow), expected, "{flow}");
        check("order", "order.svg");
        check("视频 v1.2", "视频-v1.2.svg");
        check("../etc/passwd", "etc-passwd.svg");
        check("a:b*c?\"<>|\\", "a-b-c.svg");
        check("", "flow.svg");
        check("...", "flow.svg");
        check(&"x".repeat(300), &format!("{}.svg", "x".repeat(60)));
        let endings = ExportFormat::ALL.map(|format| format.file_name("a"));
        assert_eq!(endings, ["a.svg", "a.png", "a.mmd", "a.dot"]);
    }

    #[test]
    fn a_png_has_twice_the_size_or_what_a_canvas_can_hold() {
        let check = |width: f64, height: f64, expected: (u32, u32)| {
            let size = PngSize::of(Size::new(width, height));
            assert_eq!((size.width, size.height), expected, "{width} by {height}");
            assert!(f64::from(size.width) <= MOST_SIDE && f64::from(size.height) <= MOST_SIDE);
            assert!(f64::from(size.width) * f64::from(size.height) <= MOST_PIXELS);
            assert_eq!(size.remark().is_some(), size.scale < 2.0);
        };
        check(300.0, 500.2, (600, 1002));
        check(0.0, 0.0, (2, 2));
        // 8,192 is the longest side that can be doubled.
        check(100.0, 8192.0, (200, 16_384));
        check(100.0, 16_384.0, (100, 16_384));
        check(100.0, 163_840.0, (10, 16_384));
        check(1.0, 1e9, (1, 16_384));
        // 8,192 by 8,192 is the largest area.
        check(10_000.0, 10_000.0, (8192, 8192));
        let words = PngSize::of(Size::new(100.0, 163_840.0)).remark().unwrap();
        assert!(words.contains("10 by 16384 pixels, 10 % of its size"), "{words}");
    }
}
