using System.Globalization;

namespace ImprovementBoard.Core.Time;

/// <summary>Dates and counts in words, the same on page and in packs (GOV.UK style).</summary>
public static class Words
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>"6 August 2018".</summary>
    public static string Long(DateOnly day) => day.ToString("d MMMM yyyy", English);

    /// <summary>"6 Aug 2018". ICU writes "Sept" and changes with its version, so the month names are ours.</summary>
    public static string Short(DateOnly day) => $"{day.Day} {Month(day)} {day.Year}";

    /// <summary>"Aug".</summary>
    public static string Month(DateOnly day) => Months[day.Month - 1];

    /// <summary>"August 2018".</summary>
    public static string MonthYear(DateOnly day) => day.ToString("MMMM yyyy", English);

    /// <summary>"6 August 2018, 07:00" on a London clock.</summary>
    public static string At(DateTimeOffset instant) => LondonTime.At(instant).ToString("d MMMM yyyy, HH:mm", English);

    /// <summary>"14:32" on the London day of <paramref name="now"/>, else "6 Aug 2018, 14:32".</summary>
    public static string Moment(DateTimeOffset instant, DateTimeOffset now)
    {
        var time = LondonTime.At(instant).ToString("HH:mm", English);
        return LondonTime.DateOf(instant) == LondonTime.DateOf(now) ? time : $"{Short(LondonTime.DateOf(instant))}, {time}";
    }

    /// <summary>"1 action", "3 actions". <paramref name="plural"/> defaults to the singular with an s.</summary>
    public static string Count(int count, string singular, string? plural = null) =>
        $"{Number(count)} {(count == 1 ? singular : plural ?? singular + "s")}";

    /// <summary>"3 of 12 shown".</summary>
    public static string Shown(int shown, int all) => $"{Number(shown)} of {Number(all)} shown";

    /// <summary>"20,000".</summary>
    public static string Number(int number) => number.ToString("#,0", English);

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}",
    };

    /// <summary>The same words inside a sentence: "programme director", but "DCS" and "DfE" as they are.</summary>
    public static string Inside(string text) =>
        text.Length > 1 && char.IsLower(text[1]) && !text.Skip(1).TakeWhile(c => c != ' ').Any(char.IsUpper) ? char.ToLower(text[0], English) + text[1..] : text;

    /// <summary>The same sentence with a capital first letter.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpper(text[0], English) + text[1..];
}
