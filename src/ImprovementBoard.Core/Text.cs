using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core;

/// <summary>Text that people write.</summary>
public static class Text
{
    /// <summary>Longest reason in one line, in characters.</summary>
    public const int WhyMaxLength = 200;

    /// <summary>Why somebody decided so, in one line, as the history keeps it: without a stop at its end.</summary>
    /// <exception cref="RuleException">It is missing or too long.</exception>
    public static string Why(string? reason, string field) =>
        Required(reason, field, "Write why, in one line. It stands in the history.", WhyMaxLength).ReplaceLineEndings(" ").TrimEnd('.', ' ');

    /// <summary>As it is kept: trimmed, without the null character, which PostgreSQL refuses, and with one character a line end, where forms send two.</summary>
    public static string Clean(string? text) => (text ?? "").Replace("\0", "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    /// <summary>The text as it is kept.</summary>
    /// <exception cref="RuleException">It is missing, or longer than <paramref name="most"/> characters.</exception>
    public static string Required(string? text, string field, string missing, int most) =>
        Fault(text, field, missing, most) is { } fault ? throw fault : Clean(text);

    /// <summary>What is wrong with it, or null.</summary>
    public static RuleException? Fault(string? text, string field, string missing, int most) => Clean(text) switch
    {
        "" => new RuleException(missing, field),
        { Length: var length } when length > most => new RuleException($"This is {Words.Number(length)} characters. Shorten it to {Words.Number(most)} or fewer; nothing you typed is lost.", field),
        _ => null,
    };
}
