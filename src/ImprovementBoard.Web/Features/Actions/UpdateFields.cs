using System.Globalization;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Web.Features.Actions;

/// <summary>What the form sends, as text: a date half written must come back as it was.</summary>
public sealed class UpdateFields
{
    /// <summary>Value of the choice that leaves the rating to the rule.</summary>
    public const string ByRule = "rule";

    /// <summary>What each answer says until the lead types over it, where there is an update to say it of.</summary>
    public const string NoChange = "No change";

    private const string Day = "yyyy-MM-dd";

    public string? WhatChanged { get; set; }
    public string? ChildWouldNotice { get; set; }
    public string? InTheWay { get; set; }
    public string? Forecast { get; set; }
    public string? LeadSays { get; set; }
    public string? Started { get; set; }

    /// <summary>See <see cref="ProgressUpdate.PostKey"/>.</summary>
    public string? PostKey { get; set; }

    /// <summary>The version of the action on screen.</summary>
    public string? Seen { get; set; }

    /// <summary>The last history entry of the action on screen.</summary>
    public string? SeenHistory { get; set; }

    /// <summary>True where an answer was written; the rest is filled in before anybody types.</summary>
    public bool HasWords => new[] { WhatChanged, ChildWouldNotice, InTheWay }.Any(words => !string.IsNullOrWhiteSpace(words) && words != NoChange);

    /// <summary>The version of the action on screen, or an empty one that fits none.</summary>
    public Guid SeenVersion => Id(Seen);

    /// <summary>The last history entry on screen, or 0.</summary>
    public long SeenEntry => long.TryParse(SeenHistory, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>The key of the post, or null when the form lost it.</summary>
    public Guid? Key => Id(PostKey) is var key && key == Guid.Empty ? null : key;

    /// <summary>An untouched form.</summary>
    public static UpdateFields Fresh(ActionItem item, bool updatedBefore, long lastHistory, DateOnly today) => new()
    {
        WhatChanged = updatedBefore ? NoChange : null,
        ChildWouldNotice = updatedBefore ? NoChange : null,
        InTheWay = updatedBefore ? NoChange : null,
        Forecast = item.Forecast < today ? null : Text(item.Forecast),
        LeadSays = ByRule,
        PostKey = $"{Guid.NewGuid()}",
        Seen = $"{item.Version}",
        SeenHistory = $"{lastHistory}",
    };

    /// <summary>What was written before.</summary>
    public static UpdateFields From(UpdateDraft draft) => new()
    {
        WhatChanged = draft.WhatChanged,
        ChildWouldNotice = draft.ChildWouldNotice,
        InTheWay = draft.InTheWay,
        Forecast = draft.Forecast is { } day ? Text(day) : null,
        LeadSays = draft.LeadSays is { } rating ? RatingLook.Of(rating).Code : ByRule,
        Started = draft.Started ? "true" : null,
        PostKey = $"{draft.PostKey}",
        Seen = $"{draft.Seen}",
        SeenHistory = $"{draft.SeenHistory}",
    };

    /// <summary>The fields of a form that was sent.</summary>
    public static UpdateFields From(IFormCollection form) => new()
    {
        WhatChanged = form["Input.WhatChanged"],
        ChildWouldNotice = form["Input.ChildWouldNotice"],
        InTheWay = form["Input.InTheWay"],
        Forecast = form["Input.Forecast"],
        LeadSays = form["Input.LeadSays"],
        Started = form["Input.Started"],
        PostKey = form["Input.PostKey"],
        Seen = form["Input.Seen"],
        SeenHistory = form["Input.SeenHistory"],
    };

    /// <summary>As the rules take it.</summary>
    public UpdateInput ToInput() => new()
    {
        WhatChanged = WhatChanged ?? "",
        ChildWouldNotice = ChildWouldNotice ?? "",
        InTheWay = InTheWay ?? "",
        Forecast = DateOnly.TryParseExact(Forecast, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        LeadSays = RatingLook.Parse(LeadSays),
        Started = Started == "true",
        PostKey = Key,
    };

    private static string Text(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    private static Guid Id(string? text) => Guid.TryParse(text, out var id) ? id : Guid.Empty;
}
