using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The form of a schedule over the real services. Today is Monday 2 March 2026.</summary>
public sealed class ScheduleFormTests
{
    [Fact]
    public async Task The_next_six_runs_follow_what_is_typed()
    {
        await using var page = await PageAsync(b => b.AddScheduleAsync());

        Assert.Equal(["Fri 6 Mar 2026, 07:00", "Mon 6 Apr 2026, 07:00the clocks have gone forward: summer time (UTC+1) from here", "Wed 6 May 2026, 07:00"], page.Next()[..3]);
        await page.TypeAsync("DayOfMonth", "28");
        Assert.Equal("Sat 28 Mar 2026, 07:00", page.Next()[0]);
        await page.ChooseAsync("Holidays", HolidayRule.WorkingDayBefore);
        Assert.Equal("Fri 27 Mar 2026, 07:00moved from Sat 28 Mar, weekend", page.Next()[0]);
        await page.ChooseAsync("Frequency", Frequency.MonthlyOnWeekday);
        await page.ChooseAsync("Weekday", DayOfWeek.Tuesday);
        Assert.Equal("Tue 3 Mar 2026, 07:00", page.Next()[0]);
        await page.ChooseAsync("Frequency", Frequency.LastWorkingDay);
        Assert.StartsWith("Tue 31 Mar 2026, 07:00", page.Next()[0], StringComparison.Ordinal);
        Assert.Equal(6, page.Next().Count);
    }

    [Fact]
    public async Task An_expert_starts_from_the_expression_for_what_stood_there_and_is_told_what_is_wrong()
    {
        await using var page = await PageAsync(b => b.AddScheduleAsync());

        await page.ChooseAsync("Frequency", Frequency.Cron);
        Assert.Equal("0 0 7 6 * ?", page.Form.Find($"#Cron-{page.Id}").GetAttribute("value"));
        await page.TypeAsync("Cron", "0 0 7 ? * TUE#1");
        Assert.Equal("Tue 3 Mar 2026, 07:00", page.Next()[0]);
        await page.TypeAsync("Cron", "0 7 6 * ?");
        Assert.Contains("Most likely the seconds are missing", page.Form.Find(".next-runs").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.Form.FindAll(".error"));

        await page.Form.Find("form").SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.Contains("Most likely the seconds are missing", page.Form.Find(".field.bad .error").TextContent, StringComparison.Ordinal));
        Assert.Equal("0 7 6 * ?", page.Form.Find($"#Cron-{page.Id}").GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_saved_is_what_was_shown()
    {
        await using var page = await PageAsync(b => b.AddScheduleAsync(s => s.ApproverIds = [b.Lead.Id]));
        await page.ChooseAsync("Frequency", Frequency.EveryFewWeeks);
        await page.TypeAsync("EveryWeeks", "6");
        await page.ChooseAsync("StartsOn", "2026-03-12");
        await page.ChooseAsync("Holidays", HolidayRule.WorkingDayAfter);
        var shown = page.Next();

        await page.Form.Find("form").SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.Contains("Saved.", page.Form.Find("[role=status]").TextContent, StringComparison.Ordinal));
        await using var db = page.Database.Open(page.Board.Programme.Id);
        var schedule = await db.Schedules.SingleAsync();
        Assert.Equal("Every 6 weeks from Thursday 12 March 2026 at 07:00, on the working day after where that is a weekend or a bank holiday", schedule.Rhythm.InFull);
        Assert.Equal([page.Board.Lead.Id], schedule.ApproverIds);
        Assert.Equal(shown, NextTime.Of(schedule.Rhythm, page.Database.Clock.Now).Select(t => t.When + t.Note));
    }

    [Fact]
    public async Task A_missing_time_or_day_is_said_beside_its_field_and_nothing_is_saved()
    {
        await using var page = await PageAsync(b => b.AddScheduleAsync());
        await page.ChooseAsync("At", "");
        await page.Form.Find("form").SubmitAsync();
        page.Form.WaitForAssertion(() => Assert.StartsWith("Give a time such as 07:00.", page.Form.Find(".error").TextContent, StringComparison.Ordinal));

        // The browser's script sends seconds too.
        await page.ChooseAsync("At", "08:00:00");
        Assert.Equal("Fri 6 Mar 2026, 08:00", page.Next()[0]);
        await page.TypeAsync("DayOfMonth", "");
        await page.Form.Find("form").SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.StartsWith("Choose a day from 1 to 28", page.Form.Find(".error").TextContent, StringComparison.Ordinal));
        await using var db = page.Database.Open(page.Board.Programme.Id);
        Assert.Equal("Monthly, on day 6 at 07:00", (await db.Schedules.SingleAsync()).Rhythm.Words);
    }

    [Fact]
    public async Task Another_edition_gets_a_schedule()
    {
        await using var page = await PageAsync(_ => Task.FromResult<PackSchedule?>(null)!, [Audience.Commissioner, Audience.Public]);
        await page.Form.Find("#Audience-new").ChangeAsync(new ChangeEventArgs { Value = $"{Audience.Public}" });
        await page.TypeAsync("DayOfMonth", "15");
        Assert.Contains("Board chair, Council", page.Form.Find("#Approver0-new").TextContent, StringComparison.Ordinal);

        await page.Form.Find("form").SubmitAsync();

        page.Form.WaitForAssertion(() => Assert.EndsWith("/packs/schedule", page.Context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        await using var db = page.Database.Open(page.Board.Programme.Id);
        Assert.Equal([page.Board.As(Role.Chair).Actor.MemberId!.Value], (await db.Schedules.SingleAsync()).ApproverIds);
        Assert.Equal((Audience.Public, "Monthly, on day 15 at 07:00", true), await db.Schedules.Select(s => new ValueTuple<Audience, string, bool>(s.Audience, s.Rhythm.Words, s.Enabled)).SingleAsync());
    }

    private static async Task<Page> PageAsync(Func<TestBoard, Task<PackSchedule>> add, Audience[]? without = null)
    {
        var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var id = (await add(board))?.Id;
        // The first form of a run opens the database; on a busy machine that takes longer than bUnit waits.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(20);
        var context = new BunitContext();
        database.Register(context.Services);
        context.Services.AddRadzenComponents();
        context.Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(board));
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var form = context.Render<ScheduleForm>(p => p.Add(f => f.Slug, "testshire").Add(f => f.ScheduleId, id).Add(f => f.Without, without ?? []));
        form.WaitForElement(".next-runs li");
        return new(database, board, context, form, id is null ? "new" : $"{id}");
    }

    private sealed record Page(TestDatabase Database, TestBoard Board, BunitContext Context, IRenderedComponent<ScheduleForm> Form, string Id) : IAsyncDisposable
    {
        public List<string> Next() => [.. Form.FindAll(".next-runs li").Select(l => l.TextContent)];

        public Task ChooseAsync(string field, object value) => Form.Find($"#{field}-{Id}").ChangeAsync(new ChangeEventArgs { Value = $"{value}" });

        public Task TypeAsync(string field, string value) => Form.Find($"#{field}-{Id}").InputAsync(new ChangeEventArgs { Value = value });

        public async ValueTask DisposeAsync()
        {
            await Context.DisposeAsync();
            await Database.DisposeAsync();
        }
    }

    private sealed class SignedIn(TestBoard board) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(board.Person(Role.Office)));
    }
}
