using System.Globalization;

namespace ImprovementBoard.Core.Mail;

/// <summary>
/// An e-mail address as mail servers take it without extensions: the plain form of RFC 5321, section 4.1.2, in ASCII. Quoted names, comments and lists are
/// refused, so an address can carry no header and no second recipient.
/// </summary>
public static class EmailAddress
{
    /// <summary>Longest address and longest part before the @, in characters (RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3).</summary>
    public const int MaxLength = 254, NameMaxLength = 64;

    private const string NameSigns = "!#$%&'*+-/=?^_`{|}~.";

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The address as it is kept: trimmed, its domain in small letters and in ASCII.</summary>
    /// <exception cref="RuleException">It is no address; the sentence says what is wrong with it.</exception>
    public static string Required(string? typed, string field)
    {
        var text = Text.Clean(typed);
        if (text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            text = text["mailto:".Length..];
        return Of(text) ?? throw new RuleException(Fault(text), field);
    }

    /// <summary>True when mail can go there.</summary>
    public static bool Is(string? text) => text is not null && Of(text) is not null;

    private static string? Of(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 1 || text.Length > MaxLength)
            return null;
        var name = text[..at];
        return name.Length <= NameMaxLength && name.All(c => char.IsAsciiLetterOrDigit(c) || NameSigns.Contains(c)) && name[0] != '.' && name[^1] != '.' && !name.Contains("..", StringComparison.Ordinal)
            && Domain(text[(at + 1)..]) is { } domain && name.Length + 1 + domain.Length <= MaxLength ? $"{name}@{domain}" : null;
    }

    private static string? Domain(string text)
    {
        try
        {
            var domain = Idn.GetAscii(text).ToLowerInvariant();
            return domain.Contains('.') && !domain.EndsWith('.') && !char.IsAsciiDigit(domain[^1]) ? domain : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Fault(string text) => text switch
    {
        "" => "Write the e-mail address, such as clerk@council.gov.uk.",
        { Length: > MaxLength } => $"This address is longer than {MaxLength} characters, which no mail server takes. Check it.",
        _ when text.IndexOfAny([',', ';']) >= 0 => "Write one address. Add each further recipient for itself.",
        _ when text.Any(char.IsWhiteSpace) => "An e-mail address has no spaces. Take them out.",
        _ when !text.Contains('@', StringComparison.Ordinal) => "This address has no @. Write it like clerk@council.gov.uk.",
        _ when text[..text.LastIndexOf('@')].Any(c => !char.IsAscii(c)) => "The part before the @ has a letter with an accent, which many mail servers refuse. Ask for an address in plain letters.",
        _ when !text[(text.LastIndexOf('@') + 1)..].Contains('.', StringComparison.Ordinal) => "The part after the @ has no dot. Write all of it, such as council.gov.uk.",
        _ => "This does not look like an e-mail address. Write it like clerk@council.gov.uk.",
    };
}
