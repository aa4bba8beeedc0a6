namespace ImprovementBoard.Core.Access;

/// <summary>
/// Which passwords are taken, by the advice of the National Cyber Security Centre: long, not common, not guessable from whose they are. No rule
/// about kinds of characters and no forced change, which make people choose worse ones (ncsc.gov.uk, "Password administration for system owners").
/// </summary>
public static class PasswordRule
{
    /// <summary>Shortest and longest password, in characters. Longer than the 8 that ASVS 5.0 asks for at least, because not every account has a second factor.</summary>
    public const int MinLength = 12, MaxLength = 256;

    // So much must be left when the words that everybody knows of a person are taken out.
    private const int LeastOfOnesOwn = 8, LeastDistinct = 5, ShortestWord = 4;

    private static readonly string[] Product = ["improvementboard", "improvement", "board", "ofsted"];

    /// <summary>What is wrong with a password, in one sentence, or null.</summary>
    /// <param name="known">What others know of the person: mail address, names of their programmes.</param>
    /// <param name="common">Common passwords, in lower case.</param>
    public static string? Fault(string? password, IEnumerable<string> known, IReadOnlySet<string> common)
    {
        if (string.IsNullOrEmpty(password) || password.Length < MinLength)
            return $"Use at least {MinLength} characters. Three random words make a good password.";
        if (password.Length > MaxLength)
            return $"Use at most {MaxLength} characters.";
        var lower = password.ToLowerInvariant();
        if (lower.Distinct().Count() < LeastDistinct || IsSequence(lower))
            return "This password repeats a few characters or runs through the alphabet. Choose another: three random words make a good one.";
        if (new[] { lower, Core(lower), Unit(lower) }.Any(part => common.Contains(part) || common.Contains(Plain(part)) || IsTwo(part, common)))
            return "This password, or one much like it, is on a list of common passwords that guessers try first. Choose another: three random words make a good one.";
        return LeftOver(lower, known) < LeastOfOnesOwn
            ? "This password is made of your mail address, or of the name of your programme or of this portal. Choose another: three random words make a good one."
            : null;
    }

    // "password" of "p4$$w0rd".
    private static string Plain(string text) =>
        string.Concat(text.Select(c => c switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => c }));

    // "password" of "2018password!!".
    private static string Core(string text)
    {
        var from = 0;
        var to = text.Length;
        while (from < to && !char.IsLetter(text[from]))
            from++;
        while (to > from && !char.IsLetter(text[to - 1]))
            to--;
        return text[from..to];
    }

    // "password" of "passwordpassword".
    private static string Unit(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            var fits = true;
            for (var i = length; i < text.Length && fits; i++)
                fits = text[i] == text[i - length];
            if (fits)
                return text[..length];
        }
        return text;
    }

    // "dragonpassword" of two on the list.
    private static bool IsTwo(string text, IReadOnlySet<string> common)
    {
        for (var at = ShortestWord; at <= text.Length - ShortestWord; at++)
        {
            if (common.Contains(text[..at]) && common.Contains(text[at..]))
                return true;
        }
        return false;
    }

    private static bool IsSequence(string text)
    {
        var steps = Enumerable.Range(1, text.Length - 1).Select(i => text[i] - text[i - 1]).ToList();
        // One break is allowed for: "123456789012".
        return steps.Count(s => s == 1) >= steps.Count - 1 || steps.Count(s => s == -1) >= steps.Count - 1 || Unit(text).Length < LeastDistinct;
    }

    private static int LeftOver(string lower, IEnumerable<string> known)
    {
        var words = known.SelectMany(k => k.ToLowerInvariant().Split([' ', '@', '.', '-', '_', '+', ',', '’', '\''], StringSplitOptions.RemoveEmptyEntries))
            .Concat(Product).Where(w => w.Length >= ShortestWord).Distinct(StringComparer.Ordinal).OrderByDescending(w => w.Length).ToList();
        var named = words.Where(w => lower.Contains(w, StringComparison.Ordinal)).ToList();
        if (named.Count == 0)
            return lower.Length;
        return named.Aggregate(lower, (text, word) => text.Replace(word, "", StringComparison.Ordinal)).Count(char.IsLetterOrDigit);
    }
}
