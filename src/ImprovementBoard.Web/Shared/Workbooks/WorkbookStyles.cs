using System.Xml.Linq;

namespace ImprovementBoard.Web.Shared.Workbooks;

/// <summary>How cells look, by their place in this list: <c>cellXfs</c> of styles.xml.</summary>
internal enum WorkbookStyle
{
    /// <summary>Wrapped, at the top.</summary>
    Text,

    /// <summary>Bold on a grey ground.</summary>
    Head,

    /// <summary>A date such as 6 Aug 2018.</summary>
    Day,

    /// <summary>Shaded.</summary>
    Marked,

    /// <summary>Bold, in one line over its neighbours.</summary>
    Foot,

    /// <summary>Blue and underlined.</summary>
    Link,
}

/// <summary>The styles of every workbook.</summary>
internal static class WorkbookStyles
{
    private const string Styles = """
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
        <numFmts count="1"><numFmt numFmtId="164" formatCode="d mmm yyyy"/></numFmts>
        <fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><u/><sz val="11"/><color rgb="FF1B4A7A"/><name val="Calibri"/></font></fonts>
        <fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDAD8D2"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF0EDE6"/></patternFill></fill></fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="6">
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>
        <xf numFmtId="0" fontId="0" fillId="3" borderId="0" xfId="0" applyFill="1" applyAlignment="1"><alignment vertical="top"/></xf>
        <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf>
        <xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf>
        </cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
        </styleSheet>
        """;

    /// <summary>The styles, the same in every workbook.</summary>
    public static XElement Part => XElement.Parse(Styles);
}
