using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ImprovementBoard.Web.Features.People;

internal sealed class MemberMapping : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(m => m.UserId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.SetNull);
        builder.ComplexCollection(m => m.RoleChanges, c => c.ToJson());
    }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.HasProgramme();
        // Who comes with a link is no member yet: it is looked for across programmes.
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasIndex(i => new { i.ProgrammeId, i.InvitedOn });
        builder.HasOne<Member>().WithMany().HasForeignKey(i => i.MemberId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne(i => i.Mail).WithMany().HasForeignKey(i => i.MailId).OnDelete(DeleteBehavior.SetNull);
        builder.Property(i => i.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(i => i.Title).HasMaxLength(Member.TitleMaxLength);
        builder.Property(i => i.Agency).HasMaxLength(Member.TitleMaxLength);
        builder.Property(i => i.TokenHash).HasMaxLength(64);
    }
}

internal sealed class AccessReviewMapping : IEntityTypeConfiguration<AccessReview>
{
    public void Configure(EntityTypeBuilder<AccessReview> builder)
    {
        builder.HasProgramme();
        builder.HasIndex(r => new { r.ProgrammeId, r.On });
        builder.Property(r => r.Note).HasMaxLength(AccessReview.NoteMaxLength);
    }
}
