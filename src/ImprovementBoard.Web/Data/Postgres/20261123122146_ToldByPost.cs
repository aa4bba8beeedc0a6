using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class ToldByPost : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "MemberId",
                table: "PackDownloads",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "InvitedById",
                table: "Invitations",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Packs_FactsHash",
                table: "Packs",
                column: "FactsHash");

            // By the title alone it was told who sent one. Where two have or had it, nobody is taken for the sender, and the invitation has to be sent again.
            migrationBuilder.Sql("UPDATE \"Invitations\" SET \"InvitedById\" = (SELECT MAX(m.\"Id\") FROM \"Members\" AS m WHERE m.\"ProgrammeId\" = \"Invitations\".\"ProgrammeId\" AND m.\"Title\" = \"Invitations\".\"InvitedBy\" HAVING COUNT(*) = 1)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Packs_FactsHash",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "MemberId",
                table: "PackDownloads");

            migrationBuilder.DropColumn(
                name: "InvitedById",
                table: "Invitations");
        }
    }
}
